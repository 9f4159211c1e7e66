/**
 * What is said to a proxy until it has connected us to a peer (spec 10, 10).
 *
 * <p>In: bytes of the proxy. Out: bytes for it, and whether it grants or refuses. Nothing that
 * comes after its answer is touched: that is the peer's. No I/O, no clock; one thread each.
 */
@NullMarked
package io.github.tinc4j.core.proxy;

import org.jspecify.annotations.NullMarked;
