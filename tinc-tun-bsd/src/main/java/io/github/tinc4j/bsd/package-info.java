/**
 * tun and tap devices of FreeBSD, DragonFly, OpenBSD and NetBSD, and utun of macOS, through JNA.
 *
 * <p>In: a {@link io.github.tinc4j.spi.DeviceSpec}. Out: an open {@link
 * io.github.tinc4j.spi.TunDevice} for bare IP packets or Ethernet frames, or an exception that says
 * what would help. {@link io.github.tinc4j.bsd.DeviceChoice} decides what is opened, a {@link
 * io.github.tinc4j.bsd.Driver} opens it, {@link io.github.tinc4j.bsd.BsdTun} moves its packets.
 * What the kernel is asked goes through {@link io.github.tinc4j.bsd.SystemCalls}; what differs from
 * system to system stands in one file for each, with the header it comes from. Depends on {@code
 * R.spi}, {@code R.api}, {@code R.tun} and JNA only.
 *
 * <p>Nothing of this was run on a BSD or on macOS. The tests run on Linux: against a simulated
 * kernel, which answers as the manual pages and headers of these systems say, and, for the calls
 * that Linux has under the same name, against its C library (docs/devices-bsd.md).
 */
@NullMarked
package io.github.tinc4j.bsd;

import org.jspecify.annotations.NullMarked;
