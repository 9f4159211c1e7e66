/**
 * A running node: wires engine, packet lanes, sockets, device, scripts and listeners together, and
 * is what the program holds.
 *
 * <p>{@link io.github.tinc4j.core.node.Assembly} is the only place that knows all the parts.
 */
@NullMarked
package io.github.tinc4j.core.node;

import org.jspecify.annotations.NullMarked;
