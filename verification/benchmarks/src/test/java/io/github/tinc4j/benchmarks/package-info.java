/** That the benchmarks still run. */
@NullMarked
package io.github.tinc4j.benchmarks;

import org.jspecify.annotations.NullMarked;
