package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.PacketBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Packets that a device takes for what they are by their first byte; the second is a mark. */
@NullMarked
final class TestPacket {

  private TestPacket() {}

  static byte[] ipv4(int mark) {
    return packet(0x45, mark, 20);
  }

  static byte[] ipv6(int mark) {
    return packet(0x60, mark, 40);
  }

  static byte[] packet(int first, int mark, int length) {
    byte[] packet = new byte[length];
    for (int i = 2; i < length; i++) {
      packet[i] = (byte) (i + mark);
    }
    packet[0] = (byte) first;
    packet[1] = (byte) mark;
    return packet;
  }

  static PacketBatch batch(byte[]... packets) {
    var batch = new PacketBatch(packets.length);
    for (byte[] packet : packets) {
      batch.add(packet, 0, packet.length);
    }
    return batch;
  }

  /** The packets that a batch holds. */
  static List<byte[]> in(PacketBatch batch) {
    List<byte[]> packets = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      int at = batch.offset(slot);
      packets.add(Arrays.copyOfRange(batch.array(), at, at + batch.length(slot)));
    }
    return packets;
  }
}
