/**
 * The scripts of a configuration directory.
 *
 * <p>In: a script's name and its variables. Out: it has run. Blocks; called on threads that may
 * wait.
 */
@NullMarked
package io.github.tinc4j.core.script;

import org.jspecify.annotations.NullMarked;
