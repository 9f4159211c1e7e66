/**
 * The authentication of protocol 17.0: METAKEY, CHALLENGE and CHAL_REPLY in both roles (spec 10,
 * 5).
 *
 * <p>In: the peer's messages. Out: ours, and the two stream ciphers they agree on. A state machine
 * without I/O; owned by one connection on the control thread. Depends on {@code wire} and {@code
 * crypto}.
 */
@NullMarked
package io.github.tinc4j.core.legacy;

import org.jspecify.annotations.NullMarked;
