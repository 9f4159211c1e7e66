package io.github.tinc4j.interop;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.testkit.Packets;
import java.util.concurrent.TimeUnit;

/** What is behind a node's in-memory device: it answers pings. */
final class EchoHost {

  private EchoHost() {}

  /** A device with such a host behind it, on a daemon thread. */
  static MemoryDevice start(String name) {
    var device = new MemoryDevice(name);
    Thread thread = new Thread(() -> answer(device), "echo-" + name);
    thread.setDaemon(true);
    thread.start();
    return device;
  }

  private static void answer(MemoryDevice device) {
    try {
      while (true) {
        byte[] packet = device.receive(1, TimeUnit.MINUTES);
        if (packet != null && isEchoRequest(packet)) {
          device.send(Packets.echoReplyTo(packet));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The kernel at the other end sends more than pings into its device: IPv6 looks for routers. */
  private static boolean isEchoRequest(byte[] packet) {
    return packet[0] >> 4 == 4
        ? packet[9] == 1 && packet[20] == 8
        : packet[6] == 58 && packet[40] == -128;
  }
}
