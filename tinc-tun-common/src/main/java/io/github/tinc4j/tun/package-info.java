/**
 * Devices over descriptors of the C library: what is the same on every system.
 *
 * <p>Memory that the kernel can use ({@link io.github.tinc4j.tun.OffHeap}), lent without allocating
 * ({@link io.github.tinc4j.tun.LoanPool}); the end of a descriptor that other threads may be using
 * ({@link io.github.tinc4j.tun.UseGate}); a wait for several descriptors ({@link
 * io.github.tinc4j.tun.PollSet}). What has other numbers or other layouts from system to system is
 * not here, nor is any function mapped: each module calls the C library itself. Depends on JNA
 * only.
 */
@NullMarked
package io.github.tinc4j.tun;

import org.jspecify.annotations.NullMarked;
