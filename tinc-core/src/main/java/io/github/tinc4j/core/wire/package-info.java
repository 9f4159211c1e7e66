/**
 * Text lines of the meta protocol.
 *
 * <p>In: one line without its newline. Out: a {@link io.github.tinc4j.core.wire.MetaMessage}, and
 * back. Pure functions: no state, no clock, no I/O; any thread. Depends on the value types of the
 * API only.
 */
@NullMarked
package io.github.tinc4j.core.wire;

import org.jspecify.annotations.NullMarked;
