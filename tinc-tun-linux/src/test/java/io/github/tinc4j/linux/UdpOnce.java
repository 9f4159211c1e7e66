package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.NullMarked;

/** A program that sends itself a datagram, if it can. */
@NullMarked
final class UdpOnce {

  private UdpOnce() {}

  @SuppressWarnings("SystemOut") // that is what it is for
  public static void main(String[] arguments) throws IOException {
    var provider = new LinuxUdpProvider();
    boolean available = provider.available();
    System.out.println("available: " + available);
    if (!available) {
      return;
    }
    var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var udp = provider.open(new UdpSpec(local, true, 0, 0, true))) {
      var batch = new DatagramBatch(1);
      batch.add(100, udp.localAddress());
      udp.send(batch, 0, 1);
      System.out.println("received " + udp.receive(batch));
    }
  }
}
