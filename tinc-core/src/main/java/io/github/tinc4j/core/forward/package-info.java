/**
 * The border between the planes: the control thread publishes immutable forwarding tables, packet
 * threads hand back through a bounded queue what they cannot decide.
 *
 * <p>Depends on {@code tunnel} for the keys that a table carries.
 */
@NullMarked
package io.github.tinc4j.core.forward;

import org.jspecify.annotations.NullMarked;
