/**
 * The seams to the system: virtual network devices, UDP sockets that move batches, what Java has no
 * way for, and the implementation that {@code TincNode.builder()} starts.
 */
@NullMarked
package io.github.tinc4j.spi;

import org.jspecify.annotations.NullMarked;
