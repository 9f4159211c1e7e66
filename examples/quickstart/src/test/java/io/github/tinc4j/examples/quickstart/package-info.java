/** That the quickstart shows what it promises. */
@NullMarked
package io.github.tinc4j.examples.quickstart;

import org.jspecify.annotations.NullMarked;
