/**
 * Devices and sockets of Linux through JNA.
 *
 * <p>In: a {@link io.github.tinc4j.spi.DeviceSpec} or a {@link io.github.tinc4j.spi.UdpSpec}. Out:
 * an open {@link io.github.tinc4j.spi.TunDevice} or an open {@link
 * io.github.tinc4j.spi.UdpTransport}, or an exception that says what would help. What the kernel is
 * asked goes through {@link io.github.tinc4j.linux.SystemCalls}, {@link
 * io.github.tinc4j.linux.LinkCalls}, {@link io.github.tinc4j.linux.SocketCalls} and {@link
 * io.github.tinc4j.linux.HostCalls}; constants and layouts stand at the top of the file that uses
 * them, with the header they come from. Depends on {@code R.spi}, {@code R.tun} and JNA only.
 *
 * <p>{@link io.github.tinc4j.linux.LinuxHost} does for a node what Java has no way for, such as
 * sockets of one network interface or of IPv6 only.
 *
 * <p>A tun or tap interface with offload moves several packets in one piece. That ends here: {@link
 * io.github.tinc4j.linux.GsoSplitter} makes whole packets of what is read, and {@link
 * io.github.tinc4j.linux.GroCoalescer} joins those of one batch that is written.
 *
 * <p>Tun and tap are a {@link io.github.tinc4j.linux.LinuxTun}; the others are a {@link
 * io.github.tinc4j.linux.LinkDevice} over a {@link io.github.tinc4j.linux.Link} of their own.
 */
@NullMarked
package io.github.tinc4j.linux;

import org.jspecify.annotations.NullMarked;
