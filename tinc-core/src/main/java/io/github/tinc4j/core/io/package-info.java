/**
 * The edge: sockets, threads and clocks around the engine and the packet lanes.
 *
 * <p>Small and dull: each class owns one kind of resource and one readable loop, and decides
 * nothing about the protocol. {@link io.github.tinc4j.core.io.ControlLoop} owns the engine, {@link
 * io.github.tinc4j.core.io.MetaSockets} its connections; the packet loops own a lane each.
 */
@NullMarked
package io.github.tinc4j.core.io;

import org.jspecify.annotations.NullMarked;
