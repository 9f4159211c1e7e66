/**
 * The control plane of one node as a state machine.
 *
 * <p>In: what sockets, timers, packet threads and the program report, each with the time. Out:
 * calls of {@link io.github.tinc4j.core.event.Effects}. {@link io.github.tinc4j.core.engine.Engine}
 * has one method per input and hands it to whom it concerns. Control thread only; no clock and no
 * I/O.
 *
 * <p>A connection comes in by {@code Admission} or is opened by {@code Connector}; {@code Links}
 * makes an edge of it and ends it, {@code Keepalive} watches it. What its peer says once it is
 * active goes by {@code OpenRequests} to the handlers of the mesh; what they bring about comes back
 * by {@code MeshOutlet}.
 */
@NullMarked
package io.github.tinc4j.core.engine;

import org.jspecify.annotations.NullMarked;
