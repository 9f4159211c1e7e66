/**
 * Sequence numbers of packets: counted out, and checked when they come in.
 *
 * <p>The little that packet threads share and change. Any thread; no clock, no I/O, no dependence
 * on other packages.
 */
@NullMarked
package io.github.tinc4j.core.replay;

import org.jspecify.annotations.NullMarked;
