/**
 * The UDP path to each node: how long its frames may be.
 *
 * <p>In: probe replies, refused datagrams, time. Out: probes to send, limits on the node. Control
 * thread only; no clock and no I/O.
 */
@NullMarked
package io.github.tinc4j.core.path;

import org.jspecify.annotations.NullMarked;
