/**
 * The compression of packets, by the levels of the configuration.
 *
 * <p>In: a frame, or a compressed frame, in an array. Out: the other in another array, or a code
 * for failure; lengths are bounded. Compressors hold native memory until they are ended. Depends on
 * {@code java.util.zip} only.
 */
@NullMarked
package io.github.tinc4j.core.compress;

import org.jspecify.annotations.NullMarked;
