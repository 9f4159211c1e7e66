/** A program that joins an existing mesh and watches it. */
@NullMarked
package io.github.tinc4j.examples.embed;

import org.jspecify.annotations.NullMarked;
