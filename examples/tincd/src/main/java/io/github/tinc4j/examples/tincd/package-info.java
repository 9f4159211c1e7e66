/**
 * The program {@code tincd}: tincd 1.0's options, pid file and log around a node of the public API.
 *
 * <p>In: an argument list and signals. Out: a node that runs a tincd configuration directory, lines
 * of log, an exit status. Knows {@code tinc-api} only.
 */
@NullMarked
package io.github.tinc4j.examples.tincd;

import org.jspecify.annotations.NullMarked;
