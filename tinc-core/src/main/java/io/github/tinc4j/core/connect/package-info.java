/**
 * The connections that this node keeps up: to whom, at which address, and when again.
 *
 * <p>In: what became of attempts, addresses looked up, time. Out: connections to open, names to
 * look up. Control thread only; no clock and no I/O.
 */
@NullMarked
package io.github.tinc4j.core.connect;

import org.jspecify.annotations.NullMarked;
