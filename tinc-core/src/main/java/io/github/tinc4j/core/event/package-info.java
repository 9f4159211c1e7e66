/**
 * What the engine acts through: one port with a method per effect, and timers with names.
 *
 * <p>Control thread only. Nothing here does I/O; drivers implement {@link
 * io.github.tinc4j.core.event.Effects}.
 */
@NullMarked
package io.github.tinc4j.core.event;

import org.jspecify.annotations.NullMarked;
