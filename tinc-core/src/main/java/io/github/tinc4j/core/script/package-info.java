/**
 * The scripts of a configuration directory, and the file or command that takes the graph.
 *
 * <p>In: a script's name and its variables, or a graph. Out: it has run, or is written. Blocks;
 * called on threads that may wait.
 */
@NullMarked
package io.github.tinc4j.core.script;

import org.jspecify.annotations.NullMarked;
