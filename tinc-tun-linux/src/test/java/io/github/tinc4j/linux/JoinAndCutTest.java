package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;
import org.jspecify.annotations.NullMarked;

/** Whatever comes, joined and cut again it is what it was. */
@NullMarked
class JoinAndCutTest {

  private final Interface tun = new Interface(Layer.IP);
  private final Interface tap = new Interface(Layer.ETHERNET);

  /** What joins for an interface of a layer, and what cuts. */
  private static final class Interface {
    private final WrittenPackets kernel;
    private final GroCoalescer coalescer;
    private final GsoSplitter splitter;

    Interface(Layer layer) {
      kernel = new WrittenPackets(layer);
      coalescer = new GroCoalescer(kernel, layer, new Joinable("tun7", true));
      splitter = new GsoSplitter(layer);
    }
  }

  private Interface of(Layer layer) {
    return layer == Layer.IP ? tun : tap;
  }

  @BeforeTry
  void forgetWhatWasWritten() {
    tun.kernel.writes().clear();
    tap.kernel.writes().clear();
  }

  @Property(tries = 2000)
  void everyPacketComesOutOnceAsItWasAndInOrder(
      @ForAll Random random,
      @ForAll Layer layer,
      @ForAll @IntRange(min = 1, max = 12) int flows,
      @ForAll @IntRange(min = 1, max = 100) int count)
      throws IOException {
    Interface device = of(layer);
    List<byte[]> packets = new RandomTraffic(random, layer, false, flows).packets(count);
    assertThat(device.coalescer.write(TestPackets.batch(packets))).isEqualTo(count);
    assertSame(device.kernel.packets(), packets, layer);
    assertSame(cutByUs(device), packets, layer);
  }

  @Property(tries = 1000)
  void theIdentificationChangesOnlyWhereItMeansNothing(
      @ForAll Random random, @ForAll Layer layer, @ForAll @IntRange(min = 1, max = 12) int flows)
      throws IOException {
    Interface device = of(layer);
    List<byte[]> packets = new RandomTraffic(random, layer, true, flows).packets(80);
    assertThat(device.coalescer.write(TestPackets.batch(packets))).isEqualTo(80);
    assertSame(
        withoutIdentification(device.kernel.packets(), layer),
        withoutIdentification(packets, layer),
        layer);
  }

  @Property(tries = 300)
  void mostOfATransferIsJoined(@ForAll Random random, @ForAll Layer layer) throws IOException {
    int joined = 0;
    for (int round = 0; round < 10; round++) {
      List<byte[]> packets = new RandomTraffic(random, layer, false, 4).packets(64);
      of(layer).coalescer.write(TestPackets.batch(packets));
    }
    for (int size : of(layer).kernel.sizes()) {
      joined += size > 1 ? size : 0;
    }
    assertThat(joined).isGreaterThan(640 / 4);
  }

  @Property(tries = 2000)
  void segmentsThatWereCutByUsAreJoinedToTheSameSuperPacket(
      @ForAll Random random,
      @ForAll Framing framing,
      @ForAll @IntRange(min = 1, max = 1452) int size,
      @ForAll @IntRange(min = 2, max = 64) int segments,
      @ForAll boolean ip6,
      @ForAll boolean tcp,
      @ForAll boolean push)
      throws IOException {
    Assume.that(framing.isJoinable());
    Interface device = of(framing.layer());
    int length = (segments - 1) * size + 1 + random.nextInt(size);
    byte[] payload = new byte[Math.min(length, 65_535 - framing.length() - 40 - 20)];
    random.nextBytes(payload);
    TestPacket whole =
        tcp
            ? (ip6 ? TestPacket.tcp6(payload) : TestPacket.tcp4(payload))
            : (ip6 ? TestPacket.udp6(payload) : TestPacket.udp4(payload));
    framing.with(whole).flags(TestPacket.ACK | (push ? TestPacket.PSH : 0));
    whole.id = random.nextInt(1 << 16);
    whole.sequence = random.nextInt();
    byte[] superPacket = whole.asSuperPacket(size);
    var batch = new PacketBatch(64);
    device.splitter.memory().bytes().put(0, superPacket);
    boolean unused = device.splitter.take(superPacket.length, batch);
    device.coalescer.write(batch);
    byte[] expected = payload.length > size ? superPacket : TestPacket.alone(whole.bytes());
    assertThat(device.kernel.sizes()).hasSize(1);
    assertThat(device.kernel.writes().get(0)).isEqualTo(expected);
  }

  private static List<byte[]> cutByUs(Interface device) {
    GsoSplitter splitter = device.splitter;
    List<byte[]> packets = new ArrayList<>();
    var batch = new PacketBatch(5);
    for (byte[] write : device.kernel.writes()) {
      splitter.memory().bytes().put(0, write);
      batch.clear();
      if (write.length > 10) {
        boolean more = splitter.take(write.length, batch);
        packets.addAll(TestPackets.in(batch));
        while (more) {
          batch.clear();
          more = splitter.resume(batch);
          packets.addAll(TestPackets.in(batch));
        }
      } else {
        packets.add(new byte[0]);
      }
    }
    return packets;
  }

  /** The same packets, in an order in which no flow sees a difference. */
  private static void assertSame(List<byte[]> actual, List<byte[]> expected, Layer layer) {
    assertThat(actual.size()).as("number of packets").isEqualTo(expected.size());
    Map<String, List<String>> actualFlows = byFlow(actual, layer);
    byFlow(expected, layer)
        .forEach(
            (flow, packets) -> {
              List<String> got = actualFlows.getOrDefault(flow, List.of());
              assertThat(got.size()).as("packets of %s", flow).isEqualTo(packets.size());
              for (int i = 0; i < got.size(); i++) {
                assertThat(got.get(i)).as("packet %s of %s", i, flow).isEqualTo(packets.get(i));
              }
            });
  }

  /**
   * The packets of each flow. One without a flow of its own, such as a fragment, may belong to any:
   * it stands in the list of each of them.
   */
  private static Map<String, List<String>> byFlow(List<byte[]> packets, Layer layer) {
    Map<String, List<String>> flows = new HashMap<>();
    for (byte[] packet : packets) {
      flows.putIfAbsent(flowOf(packet, layer), new ArrayList<>());
    }
    for (byte[] packet : packets) {
      String text = HexFormat.of().formatHex(packet);
      String flow = flowOf(packet, layer);
      if (flow.isEmpty()) {
        flows.values().forEach(list -> list.add(text));
      } else {
        flows.computeIfAbsent(flow, unused -> new ArrayList<>()).add(text);
      }
    }
    return flows;
  }

  /**
   * IP addresses, protocol and ports of a packet that is plainly TCP or UDP; else nothing. Frames
   * of one flow may go different ways through the Ethernet.
   */
  private static String flowOf(byte[] packet, Layer layer) {
    if (layer == Layer.IP) {
      return flowOf(packet);
    }
    int link = Framing.lengthOf(packet);
    int type = Framing.typeAt(packet, link - 2);
    if (link > 18 || link >= packet.length) {
      return "";
    }
    byte[] inside = Arrays.copyOfRange(packet, link, packet.length);
    int version = (inside[0] & 0xf0) >> 4;
    return (version == 4 && type == 0x0800) || (version == 6 && type == 0x86dd)
        ? flowOf(inside)
        : "";
  }

  private static String flowOf(byte[] packet) {
    boolean ip6 = packet.length > 40 && (packet[0] & 0xf0) == 0x60;
    boolean ip4 = packet.length > 20 && packet[0] == 0x45;
    if (!ip4 && !ip6) {
      return "";
    }
    ByteBuffer fields = ByteBuffer.wrap(packet);
    int transport = ip6 ? 40 : 20;
    int rest = packet.length - transport;
    int protocol = packet[ip6 ? 6 : 9];
    boolean whole =
        ip6
            ? fields.getShort(4) == rest
            : fields.getShort(2) == packet.length && (fields.getShort(6) & 0xbfff) == 0;
    boolean udp = protocol == 17 && rest >= 8 && fields.getShort(transport + 4) == rest;
    boolean tcp = protocol == 6 && rest >= 20;
    if (tcp) {
      int header = (packet[transport + 12] & 0xf0) >> 2;
      tcp = header >= 20 && header <= rest;
    }
    if (!whole || !(tcp || udp)) {
      return "";
    }
    byte[] addressesAndPorts = Arrays.copyOfRange(packet, ip6 ? 8 : 12, transport + 4);
    return protocol + "/" + HexFormat.of().formatHex(addressesAndPorts);
  }

  private static List<byte[]> withoutIdentification(List<byte[]> packets, Layer layer) {
    return packets.stream().map(packet -> withoutIdentification(packet, layer)).toList();
  }

  /** An IPv4 packet with DF, its identification and what it adds to the checksum taken out. */
  private static byte[] withoutIdentification(byte[] packet, Layer layer) {
    int ip = layer == Layer.IP ? 0 : Framing.lengthOf(packet);
    if (flowOf(packet, layer).isEmpty() || packet[ip] != 0x45 || (packet[ip + 6] & 0x40) == 0) {
      return packet;
    }
    ByteBuffer fields = ByteBuffer.wrap(packet.clone());
    int wrong = TestPacket.complement(TestPacket.sum(packet, ip, 20));
    fields.putShort(ip + 4, (short) 0).putShort(ip + 10, (short) wrong);
    return fields.array();
  }
}
