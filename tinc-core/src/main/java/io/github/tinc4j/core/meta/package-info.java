/**
 * One meta connection: from bytes to requests and back.
 *
 * <p>In: bytes as they arrive. Out: requests for the mesh, bytes to send. Holds the phase, the
 * handshake, the ciphers and the buffers of one TCP connection, and no state of the mesh. Control
 * thread only.
 */
@NullMarked
package io.github.tinc4j.core.meta;

import org.jspecify.annotations.NullMarked;
