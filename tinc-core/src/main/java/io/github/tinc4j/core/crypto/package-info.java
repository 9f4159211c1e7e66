/**
 * The ciphers, digests and RSA of the legacy protocol, under OpenSSL's numbers and names; and the
 * one cipher of SPTPS records.
 *
 * <p>In: keys and bytes in arrays. Out: bytes in arrays. Specs are immutable values; everything
 * opened from them holds state and belongs to one thread at a time. Nothing here does I/O, draws
 * random numbers or reads a clock. Depends on the JDK's providers and on BouncyCastle's engines
 * (never on a registered BouncyCastle provider).
 */
@NullMarked
package io.github.tinc4j.core.crypto;

import org.jspecify.annotations.NullMarked;
