/**
 * The control plane of one node as a state machine.
 *
 * <p>In: what sockets, timers, packet threads and the program report, each with the time. Out:
 * calls of {@link io.github.tinc4j.core.event.Effects}. {@link io.github.tinc4j.core.engine.Engine}
 * has one method per input and hands it to whom it concerns. Control thread only; no clock and no
 * I/O.
 */
@NullMarked
package io.github.tinc4j.core.engine;

import org.jspecify.annotations.NullMarked;
