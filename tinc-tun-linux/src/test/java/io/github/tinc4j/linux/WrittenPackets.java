package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A sink that keeps what is written, and knows what the kernel makes of it: it refuses what the
 * kernel refuses, and cuts groups into packets, by code of its own.
 */
@NullMarked
final class WrittenPackets implements PacketSink {

  private final Layer layer;
  private final List<byte[]> writes = new ArrayList<>();
  private final Deque<Outcome> outcomes = new ArrayDeque<>();

  /** A kernel whose interface is tun. */
  WrittenPackets() {
    this(Layer.IP);
  }

  WrittenPackets(Layer layer) {
    this.layer = layer;
  }

  /** Orders what comes of the next packets; after those, all are taken. */
  void answer(Outcome... next) {
    outcomes.addAll(List.of(next));
  }

  @Override
  public Outcome write(OffHeap memory, int length) throws IOException {
    assertThat(length).isLessThanOrEqualTo(memory.size());
    Outcome outcome = outcomes.isEmpty() ? Outcome.TAKEN : outcomes.remove();
    byte[] bytes = new byte[length];
    memory.bytes().get(0, bytes);
    if (outcome == Outcome.TAKEN) {
      writes.add(bytes);
    }
    return outcome;
  }

  /** What was taken, each with the header before it. */
  List<byte[]> writes() {
    return writes;
  }

  /** How many packets each write had. */
  List<Integer> sizes() {
    return writes.stream().map(write -> cut(write, layer).size()).toList();
  }

  /** All packets that were taken, as they come out of the kernel. */
  List<byte[]> packets() {
    List<byte[]> packets = new ArrayList<>();
    writes.forEach(write -> packets.addAll(cut(write, layer)));
    return packets;
  }

  /** The packets of one write to a tun interface. */
  static List<byte[]> cut(byte[] write) {
    return cut(write, Layer.IP);
  }

  /** The packets of one write. */
  static List<byte[]> cut(byte[] write, Layer layer) {
    ByteBuffer header = ByteBuffer.wrap(write).order(ByteOrder.nativeOrder());
    int type = header.get(1);
    if (type == 0) {
      assertThat(Arrays.copyOf(write, 10)).as("header of a packet alone").containsOnly(0);
      return List.of(Arrays.copyOfRange(write, 10, write.length));
    }
    byte[] whole = Arrays.copyOfRange(write, 10, write.length);
    int link = layer == Layer.IP ? 0 : Framing.lengthOf(whole);
    assertThat(link).as("Ethernet header with one tag at most").isLessThanOrEqualTo(18);
    byte[] packet = Arrays.copyOfRange(whole, link, whole.length);
    boolean ip6 = (packet[0] & 0xf0) == 0x60;
    boolean tcp = type != 5;
    int transport = ip6 ? 40 : 20;
    int headers = transport + (tcp ? (packet[transport + 12] & 0xf0) >> 2 : 8);
    int size = header.getShort(4) & 0xffff;
    if (link > 0) {
      assertThat(Framing.typeAt(whole, link - 2)).as("EtherType").isEqualTo(ip6 ? 0x86dd : 0x0800);
    }
    assertThat(header.get(0)).as("flags").isEqualTo((byte) 1);
    assertThat(type).as("gso_type").isEqualTo(tcp ? (ip6 ? 4 : 1) : 5);
    assertThat(header.getShort(2)).as("hdr_len").isEqualTo((short) (link + headers));
    assertThat(header.getShort(6)).as("csum_start").isEqualTo((short) (link + transport));
    assertThat(header.getShort(8)).as("csum_offset").isEqualTo((short) (tcp ? 16 : 6));
    assertThat(size).as("gso_size").isBetween(1, packet.length - headers - 1);
    assertThat(whole.length).isLessThanOrEqualTo(65_535);
    assertIsWhole(packet, ip6, tcp, transport);
    List<byte[]> all = new ArrayList<>();
    for (int at = headers; at < packet.length; at += size) {
      int end = Math.min(at + size, packet.length);
      byte[] segment = segment(packet, headers, at, end, all.size());
      ByteBuffer out = ByteBuffer.allocate(link + segment.length);
      all.add(out.put(whole, 0, link).put(segment).array());
    }
    assertThat(all.size()).as("datagrams").isLessThanOrEqualTo(tcp ? 65_535 : 64);
    return all;
  }

  /** Lengths of the whole, a right header checksum, and the sum of the pseudo-header. */
  private static void assertIsWhole(byte[] packet, boolean ip6, boolean tcp, int transport) {
    ByteBuffer fields = ByteBuffer.wrap(packet);
    int length = packet.length - transport;
    if (ip6) {
      assertThat(fields.getShort(4)).as("payload length").isEqualTo((short) length);
    } else {
      assertThat(fields.getShort(2)).as("total length").isEqualTo((short) packet.length);
      assertThat(TestPacket.complement(TestPacket.sum(packet, 0, 20))).as("header sum").isZero();
    }
    if (!tcp) {
      assertThat(fields.getShort(transport + 4)).as("UDP length").isEqualTo((short) length);
    }
    long pseudo = pseudoSum(packet, ip6, transport, tcp, length);
    int field = fields.getShort(transport + (tcp ? 16 : 6)) & 0xffff;
    assertThat(~field & 0xffff).as("pseudo-header").isEqualTo(TestPacket.complement(pseudo));
  }

  private static byte[] segment(byte[] packet, int headers, int from, int to, int number) {
    byte[] bytes = Arrays.copyOf(packet, headers + to - from);
    System.arraycopy(packet, from, bytes, headers, to - from);
    ByteBuffer fields = ByteBuffer.wrap(bytes);
    boolean ip6 = (packet[0] & 0xf0) == 0x60;
    int transport = ip6 ? 40 : 20;
    boolean tcp = packet[ip6 ? 6 : 9] == 6;
    if (ip6) {
      fields.putShort(4, (short) (bytes.length - 40));
    } else {
      fields.putShort(2, (short) bytes.length);
      fields.putShort(4, (short) (fields.getShort(4) + number));
      fields.putShort(10, (short) 0);
      fields.putShort(10, (short) TestPacket.complement(TestPacket.sum(bytes, 0, 20)));
    }
    if (tcp) {
      fields.putInt(transport + 4, fields.getInt(transport + 4) + from - headers);
      if (to < packet.length) {
        bytes[transport + 13] &= ~(TestPacket.FIN | TestPacket.PSH);
      }
    } else {
      fields.putShort(transport + 4, (short) (bytes.length - transport));
    }
    int at = transport + (tcp ? 16 : 6);
    fields.putShort(at, (short) 0);
    int length = bytes.length - transport;
    int checksum =
        TestPacket.complement(
            pseudoSum(bytes, ip6, transport, tcp, length)
                + TestPacket.sum(bytes, transport, length));
    fields.putShort(at, (short) (!tcp && checksum == 0 ? 0xffff : checksum));
    return bytes;
  }

  private static long pseudoSum(
      byte[] packet, boolean ip6, int transport, boolean tcp, int length) {
    int addresses = ip6 ? 8 : 12;
    return TestPacket.sum(packet, addresses, transport - addresses) + (tcp ? 6 : 17) + length;
  }
}
