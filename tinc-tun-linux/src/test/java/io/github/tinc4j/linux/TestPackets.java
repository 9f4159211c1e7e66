package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** Packets that follow each other, and their way into batches and out again. */
@NullMarked
final class TestPackets {

  private TestPackets() {}

  /** The first packet and those that follow it, with equal payload. */
  static List<TestPacket> run(TestPacket first, int count) {
    List<TestPacket> packets = new ArrayList<>(List.of(first));
    while (packets.size() < count) {
      add(packets, first.payload.length);
    }
    return packets;
  }

  /** Adds the packet that follows the last, with so many bytes of payload. */
  static void add(List<TestPacket> packets, int payload) {
    packets.add(packets.get(packets.size() - 1).next(TestPacket.counting(payload)));
  }

  static List<byte[]> bytes(List<TestPacket> packets) {
    List<byte[]> bytes = new ArrayList<>();
    packets.forEach(packet -> bytes.add(packet.bytes()));
    return bytes;
  }

  static PacketBatch batch(List<byte[]> packets) {
    var batch = new PacketBatch(Math.max(1, packets.size()));
    packets.forEach(packet -> batch.add(packet, 0, packet.length));
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

  /** The same packets in the same order; says which one is not. */
  static void assertSame(List<byte[]> actual, List<byte[]> expected) {
    assertThat(actual.size()).as("number of packets").isEqualTo(expected.size());
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).as("packet %s", i).isEqualTo(expected.get(i));
    }
  }
}
