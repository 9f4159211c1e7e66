/**
 * The protection of packets between two nodes, one direction at a time.
 *
 * <p>In: a frame or a datagram in a byte array. Out: the other, in another array. Keys are
 * immutable and shared; each packet thread works with the sealer or opener of its own lane, so
 * there is neither lock nor allocation. No clock, no I/O.
 */
@NullMarked
package io.github.tinc4j.core.tunnel;

import org.jspecify.annotations.NullMarked;
