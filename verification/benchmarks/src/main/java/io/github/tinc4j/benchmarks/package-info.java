/**
 * What the packet path costs, by JMH: sealing, opening, routing, cutting and joining for tun
 * interfaces, reading requests, and the whole way from one device to another.
 *
 * <p>{@code java -jar verification/benchmarks/target/benchmarks.jar -prof gc}; the allocation rate
 * per operation is to be near 0, but for reading requests, for the nonces of SPTPS, and for the
 * ways of others that are here to be compared with ours.
 */
@NullMarked
package io.github.tinc4j.benchmarks;

import org.jspecify.annotations.NullMarked;
