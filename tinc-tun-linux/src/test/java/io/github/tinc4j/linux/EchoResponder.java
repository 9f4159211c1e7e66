package io.github.tinc4j.linux;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.NullMarked;

/**
 * Answers ICMP and ICMPv6 echo requests that come out of a device, in place and without allocating,
 * until the device is closed.
 */
@NullMarked
final class EchoResponder {

  private static final int ICMP = 1;
  private static final int ICMP6 = 58;

  /** Bytes of two hardware addresses. */
  private static final int MACS = 12;

  private final TunDevice device;
  private final int link;
  private final PacketBatch batch = new PacketBatch(16);
  private final ByteBuffer bytes = ByteBuffer.wrap(batch.array());

  EchoResponder(TunDevice device) {
    this.device = device;
    link = device.layer() == Layer.ETHERNET ? MACS + 2 : 0;
  }

  /** Reads once and answers what was read; how many packets, or -1 once closed. */
  int step() throws IOException {
    int count = device.read(batch);
    for (int slot = 0; slot < count; slot++) {
      int at = batch.offset(slot) + link;
      int version = bytes.get(at) >> 4;
      if (link > 0) {
        swap(batch.offset(slot), MACS / 2);
      }
      if (version == 4 && bytes.get(at + 9) == ICMP) {
        swap(at + 12, 4);
        turnIntoReply(at + (bytes.get(at) & 0xf) * 4, 8, 0);
      } else if (version == 6 && bytes.get(at + 6) == ICMP6) {
        swap(at + 8, 16);
        turnIntoReply(at + 40, 128, 129);
      }
    }
    if (count > 0) {
      int unused = device.write(batch);
    }
    return count;
  }

  /** Addresses may change places without changing a checksum. */
  private void swap(int source, int size) {
    for (int i = source; i < source + size; i++) {
      byte b = bytes.get(i);
      bytes.put(i, bytes.get(i + size));
      bytes.put(i + size, b);
    }
  }

  /** RFC 1624: the checksum changes by what the word with the type changes. */
  private void turnIntoReply(int icmp, int request, int reply) {
    if ((bytes.get(icmp) & 0xff) != request) {
      return;
    }
    bytes.put(icmp, (byte) reply);
    int sum = (bytes.getShort(icmp + 2) & 0xffff) + ((request - reply) << 8);
    if (sum < 0) {
      sum += 0xffff;
    }
    bytes.putShort(icmp + 2, (short) ((sum & 0xffff) + (sum >> 16)));
  }
}
