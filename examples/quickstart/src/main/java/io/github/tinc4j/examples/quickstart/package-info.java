/** Three nodes in one program: no root, no files. */
@NullMarked
package io.github.tinc4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
