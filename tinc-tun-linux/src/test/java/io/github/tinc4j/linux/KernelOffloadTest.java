package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.TestPackets.assertSame;
import static io.github.tinc4j.linux.TestPackets.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the real kernel does to the same packets. It routes from one interface to another: what goes
 * in as a super-packet comes out cut where the other has no offload; what goes in by {@link
 * LinuxTun} must come out as it was. Routing takes one off the TTL, else nothing changes.
 */
@NullMarked
class KernelOffloadTest extends KernelFixture {

  private static final int SOON_S = 20;
  private static final int MOST = 100;

  @BeforeEach
  void needsUdpOffload() {
    Needs.udpOffload(uniqueName());
  }

  /** Packets to 10.77.0.0/24 and fd77::/64 go out by one interface when they come by the other. */
  private void route(String from, String to) throws Exception {
    NetworkNamespace namespace = namespace();
    namespace.take(from, "10.78.0.1/24", "fd78::1/64");
    namespace.take(to, "10.77.0.254/24", "fd77::fffe/64");
    namespace.forward();
  }

  /** Super-packets of all kinds. */
  enum Super {
    TCP4,
    TCP4_DF,
    TCP4_FLAGS,
    TCP4_CWR,
    TCP4_ECE,
    TCP4_WRAPPED,
    TCP4_ALL_OPTIONS,
    TCP4_IP_OPTIONS,
    TCP4_LONGEST,
    TCP4_SMALL,
    TCP6,
    TCP6_FLAGS,
    TCP6_CWR,
    TCP6_ALL_OPTIONS,
    TCP6_EXTENSION,
    TCP6_LONGEST,
    UDP4,
    UDP4_DF,
    UDP4_SMALL,
    UDP6,
    UDP6_EXTENSION,
    UDP6_MOST;

    TestPacket packet() {
      String name = name();
      Random random = new Random(name.hashCode());
      int length = name.endsWith("SMALL") ? 333 : 6001;
      byte[] payload = new byte[length];
      random.nextBytes(payload);
      TestPacket packet =
          switch (name.substring(0, 4)) {
            case "TCP4" -> TestPacket.tcp4(payload);
            case "TCP6" -> TestPacket.tcp6(payload);
            case "UDP4" -> TestPacket.udp4(payload);
            default -> TestPacket.udp6(payload);
          };
      packet.source = TestPacket.address(packet.ip6, 7);
      packet.destination = TestPacket.address(packet.ip6, 1);
      packet.id = random.nextInt(1 << 16);
      packet.sequence = random.nextInt();
      packet.trafficClass = 0x28;
      packet.flowLabel = 0x54321;
      packet.window = 12_345;
      packet.options = new byte[] {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8};
      if (name.endsWith("DF")) {
        packet.fragment = 0x4000;
      } else if (name.endsWith("FLAGS")) {
        packet.flags(TestPacket.ACK | TestPacket.PSH | TestPacket.FIN | TestPacket.URG);
        packet.urgent = 99;
      } else if (name.endsWith("CWR")) {
        packet.flags(TestPacket.ACK | TestPacket.PSH | TestPacket.CWR | TestPacket.ECE);
        packet.trafficClass = 2;
      } else if (name.endsWith("ECE")) {
        packet.flags(TestPacket.ACK | TestPacket.ECE);
        packet.trafficClass = 1;
      } else if (name.endsWith("WRAPPED")) {
        packet.id = 65_534;
        packet.sequence = -1500;
      } else if (name.endsWith("ALL_OPTIONS")) {
        packet.options = new byte[40];
        Arrays.fill(packet.options, (byte) 1);
      } else if (name.endsWith("IP_OPTIONS")) {
        packet.ipOptions = new byte[] {1, 1, 1, 0};
      } else if (name.endsWith("EXTENSION")) {
        packet.extension = new byte[] {0, 0, 1, 4, 0, 0, 0, 0};
      } else if (name.endsWith("LONGEST")) {
        packet.payload = TestPacket.counting(65_535 - packet.headerLength());
      }
      return packet;
    }

    /** Whether its segments may be joined again. */
    boolean isPlain() {
      TestPacket packet = packet();
      boolean extended = packet.ipOptions.length + packet.extension.length > 0;
      return !extended && (!packet.isTcp() || (packet.flags & ~TestPacket.PSH) == TestPacket.ACK);
    }

    int segmentSize() {
      return switch (this) {
        case TCP4_SMALL, UDP4_SMALL -> 10;
        case UDP6_MOST -> 94; // 64 datagrams
        default -> 1385;
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void theKernelCutsASuperPacketAsWeDo(Super kind) throws Exception {
    RawTun in = own(new RawTun(uniqueName(), true, 0));
    RawTun out = own(new RawTun(uniqueName(), false, -1));
    route(in.name(), out.name());
    TestPacket packet = kind.packet();
    in.write(packet.asSuperPacket(kind.segmentSize()));
    List<byte[]> ours = cut(routed(packet).asSuperPacket(kind.segmentSize()));
    assertThat(ours).hasSameSizeAs(packet.segments(kind.segmentSize()));
    assertSame(out.readAll(ours.size()), ours);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheKernelHandsOverInOnePieceIsCutAsItWouldHave(Super kind) throws Exception {
    RawTun in = own(new RawTun(uniqueName(), true, 0));
    TunDevice out = open(null, uniqueName());
    route(in.name(), out.interfaceName());
    TestPacket packet = kind.packet();
    in.write(packet.asSuperPacket(kind.segmentSize()));
    in.write(packet.next(TestPacket.counting(100)).withOpenChecksum());
    List<byte[]> expected = bytes(routed(packet).segments(kind.segmentSize()));
    expected.add(routed(packet.next(TestPacket.counting(100))).bytes());
    assertSame(read(out, expected.size()), expected);
  }

  @ParameterizedTest
  @EnumSource
  void whatWeJoinIsForTheKernelWhatItWas(Super kind) throws Exception {
    TunDevice in = open(null, uniqueName());
    RawTun out = own(new RawTun(uniqueName(), false, -1));
    route(in.interfaceName(), out.name());
    TestPacket packet = kind.packet();
    List<TestPacket> segments = packet.segments(kind.segmentSize());
    assertThat(in.write(TestPackets.batch(bytes(segments)))).isEqualTo(segments.size());
    segments.forEach(segment -> segment.ttl--);
    assertSame(out.readAll(segments.size()), bytes(segments));
    if (kind.isPlain()) {
      assertThat(namespace().received(in.interfaceName())).as("writes").isEqualTo(1);
    }
  }

  @Test
  void randomTrafficThroughTwoDevicesIsWhatItWas() throws Exception {
    TunDevice in = open(null, uniqueName());
    TunDevice out = open(null, uniqueName());
    route(in.interfaceName(), out.interfaceName());
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<TestPacket> flow = new ArrayList<>();
      TestPacket packet = Super.values()[random.nextInt(Super.values().length)].packet();
      packet.ipOptions = new byte[0];
      packet.flags(TestPacket.ACK);
      for (int i = 0; i < 30; i++) {
        byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(1400) : 700];
        random.nextBytes(payload);
        packet = packet.next(payload);
        packet.flags(random.nextInt(6) == 0 ? TestPacket.ACK | TestPacket.PSH : TestPacket.ACK);
        packet.trafficClass = random.nextInt(8) == 0 ? 3 : packet.trafficClass;
        flow.add(packet);
      }
      assertThat(in.write(TestPackets.batch(bytes(flow)))).isEqualTo(30);
      flow.forEach(one -> one.ttl--);
      assertSame(read(out, 30), bytes(flow));
    }
  }

  private static TestPacket routed(TestPacket packet) {
    TestPacket routed = packet.copy();
    routed.ttl--;
    return routed;
  }

  /** The next packets of a device, but for what the kernel says to routers by itself. */
  private static List<byte[]> read(TunDevice tun, int count) throws Exception {
    return Background.call(
            () -> {
              List<byte[]> packets = new ArrayList<>();
              var batch = new PacketBatch(MOST);
              while (packets.size() < count) {
                assertThat(tun.read(batch)).isPositive();
                packets.addAll(TestPackets.in(batch));
                packets.removeIf(RawTun::isMulticast);
              }
              return packets;
            })
        .get(SOON_S, TimeUnit.SECONDS);
  }

  private static List<byte[]> cut(byte[] superPacket) {
    var splitter = new GsoSplitter(Layer.IP);
    splitter.memory().bytes().put(0, superPacket);
    var batch = new PacketBatch(MOST);
    assertThat(splitter.take(superPacket.length, batch)).isTrue();
    return TestPackets.in(batch);
  }
}
