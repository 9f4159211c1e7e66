package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.tun.UseGate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A UDP socket of Linux. Threads are as {@link UdpTransport} says.
 *
 * <p>The descriptor blocks, so that receiving takes one call and no other to wait. {@link #close}
 * shuts the socket down first, which ends a receive that waits and any that comes after; it closes
 * the descriptor when nobody uses it any more, and returns then. An interrupt does not end a
 * blocked receive and stays pending.
 */
final class LinuxUdp implements UdpTransport {

  // bits/socket.h
  static final int SHUT_RD = 0;

  private final SocketCalls calls;
  private final int fd;
  private final InetSocketAddress localAddress;
  private final boolean takesIpv4;
  private final UdpReceiver receiver;
  private final UdpSender sender;
  private final UseGate gate = new UseGate(this::free);

  /** A transport that owns the bound and blocking descriptor. */
  LinuxUdp(
      SocketCalls calls,
      int fd,
      InetSocketAddress localAddress,
      boolean takesIpv4,
      UdpReceiver receiver,
      UdpSender sender) {
    this.calls = calls;
    this.fd = fd;
    this.localAddress = localAddress;
    this.takesIpv4 = takesIpv4;
    this.receiver = receiver;
    this.sender = sender;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public boolean takesIpv4() {
    return takesIpv4;
  }

  @Override
  public int receive(DatagramBatch into) throws IOException {
    into.clear();
    if (!gate.enter()) {
      return -1;
    }
    try {
      while (!gate.isShut()) {
        receiver.take(into);
        if (into.count() > 0) {
          return into.count();
        }
        receiver.await();
      }
      return -1;
    } finally {
      gate.leave();
    }
  }

  @Override
  public void send(DatagramBatch batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.count());
    if (!gate.enter()) {
      for (int slot = from; slot < to; slot++) {
        batch.setOutcome(slot, Outcome.REFUSED);
      }
      return;
    }
    try {
      sender.send(batch, from, to);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    // Wakes the receiver although it answers ENOTCONN, as no peer is connected.
    gate.close(() -> calls.shutdown(fd, SHUT_RD));
  }

  /** Nobody uses the descriptor any more. It is gone whatever {@code close(2)} answers. */
  private void free() {
    calls.close(fd);
  }

  @Override
  public String toString() {
    return "UDP socket " + localAddress;
  }
}
