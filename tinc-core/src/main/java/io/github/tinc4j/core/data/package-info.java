/**
 * What packet threads do: packets from the device, the UDP sockets and the meta connections are
 * opened, routed, sealed and handed on, batch by batch.
 *
 * <p>In: batches of packets and the present time. Out: batches for the device and for UDP, punts
 * for the control thread, counters. A {@link io.github.tinc4j.core.data.PacketLane} belongs to one
 * thread; what lanes share is in {@link io.github.tinc4j.core.data.DataPlane} and is immutable,
 * atomic or thread-safe. No lock, no clock, no socket, no allocation per packet. Depends on {@code
 * forward}, {@code route}, {@code tunnel}, {@code wire} and the device SPI.
 */
@NullMarked
package io.github.tinc4j.core.data;

import org.jspecify.annotations.NullMarked;
