package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.Framing.FRAME;
import static io.github.tinc4j.linux.Framing.TAGGED;
import static io.github.tinc4j.linux.Framing.TWICE_TAGGED;
import static io.github.tinc4j.linux.TestPacket.ACK;
import static io.github.tinc4j.linux.TestPacket.AE;
import static io.github.tinc4j.linux.TestPacket.CWR;
import static io.github.tinc4j.linux.TestPacket.ECE;
import static io.github.tinc4j.linux.TestPacket.FIN;
import static io.github.tinc4j.linux.TestPacket.PSH;
import static io.github.tinc4j.linux.TestPacket.RST;
import static io.github.tinc4j.linux.TestPacket.SYN;
import static io.github.tinc4j.linux.TestPacket.URG;
import static io.github.tinc4j.linux.TestPackets.add;
import static io.github.tinc4j.linux.TestPackets.assertSame;
import static io.github.tinc4j.linux.TestPackets.batch;
import static io.github.tinc4j.linux.TestPackets.bytes;
import static io.github.tinc4j.linux.TestPackets.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.linux.TestPacket.Sum;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be joined and what may not, rule by rule, of packets and of frames with them. */
@NullMarked
@ParameterizedClass
@EnumSource(names = {"BARE", "FRAME", "TAGGED", "SERVICE_TAGGED"})
class JoiningRulesTest {

  private final Framing framing;
  private final WrittenPackets kernel;
  private final GroCoalescer coalescer;

  JoiningRulesTest(Framing framing) {
    this.framing = framing;
    kernel = new WrittenPackets(framing.layer());
    coalescer = new GroCoalescer(kernel, framing.layer(), new Joinable("tun7", true));
  }

  /** A first packet of each kind, of 100 bytes of payload. */
  enum Kind {
    TCP4,
    TCP6,
    UDP4,
    UDP6,
    TCP4_WITH_OPTIONS,
    TCP6_WITH_OPTIONS;

    TestPacket first(Framing framing) {
      byte[] payload = TestPacket.counting(100);
      TestPacket packet =
          switch (this) {
            case TCP4 -> TestPacket.tcp4(payload);
            case TCP6 -> TestPacket.tcp6(payload);
            case UDP4 -> TestPacket.udp4(payload);
            case UDP6 -> TestPacket.udp6(payload);
            case TCP4_WITH_OPTIONS -> withOptions(TestPacket.tcp4(payload));
            case TCP6_WITH_OPTIONS -> withOptions(TestPacket.tcp6(payload));
          };
      packet.id = 65_535;
      packet.sequence = -150;
      packet.trafficClass = 0xb9;
      packet.flowLabel = 0x12345;
      return framing.with(packet);
    }
  }

  @ParameterizedTest
  @EnumSource
  void packetsThatContinueEachOtherAreWrittenAtOnce(Kind kind) throws IOException {
    assertSizes(run(kind.first(framing), 5), 5);
  }

  @ParameterizedTest
  @EnumSource
  void aPacketAloneIsNotTouched(Kind kind) throws IOException {
    assertSizes(run(kind.first(framing), 1), 1);
  }

  @ParameterizedTest
  @EnumSource
  void aShorterPacketIsTheLastOfItsGroup(Kind kind) throws IOException {
    List<TestPacket> packets = run(kind.first(framing), 3);
    add(packets, 99);
    add(packets, 99);
    add(packets, 99);
    assertSizes(packets, 4, 2);
  }

  @ParameterizedTest
  @EnumSource
  void aLongerPacketBeginsItsOwnGroup(Kind kind) throws IOException {
    List<TestPacket> packets = run(kind.first(framing), 2);
    add(packets, 101);
    add(packets, 101);
    assertSizes(packets, 2, 2);
  }

  @ParameterizedTest
  @EnumSource
  void noGroupIsLongerThanAPacketCanBe(Kind kind) throws IOException {
    TestPacket first = kind.first(framing).payload(TestPacket.counting(1500));
    int most = (65_535 - first.headerLength()) / 1500;
    assertSizes(run(first, most + 2), most, 2);
  }

  @ParameterizedTest
  @EnumSource
  void aGroupMayHaveTheLengthOfTheLongestPacket(Kind kind) throws IOException {
    TestPacket first = kind.first(framing).payload(TestPacket.counting(1500));
    int left = 65_535 - first.headerLength();
    List<TestPacket> packets = run(first, left / 1500);
    add(packets, left % 1500);
    assertSizes(packets, packets.size());
    assertThat(kernel.writes().get(0)).hasSize(10 + 65_535);

    kernel.writes().clear();
    packets.remove(packets.size() - 1);
    add(packets, left % 1500 + 1);
    assertSizes(packets, packets.size() - 1, 1);
  }

  @Test
  void aGroupHasNoMoreDatagramsThanAnyKernelTakes() throws IOException {
    TestPacket small = framing.with(TestPacket.udp4(new byte[10]));
    assertSizes(run(small, 130), 64, 64, 2);
    kernel.writes().clear();
    assertSizes(run(framing.with(TestPacket.tcp4(new byte[10])), 130), 130);
  }

  @Test
  void aPushIsTheLastOfItsGroupAndStays() throws IOException {
    TestPacket first = framing.with(TestPacket.tcp4(TestPacket.counting(100)));
    List<TestPacket> packets = run(first, 6);
    packets.get(2).flags(ACK | PSH);
    packets.get(5).flags(ACK | PSH);
    assertSizes(packets, 3, 3);
    kernel.writes().clear();
    packets.get(0).flags(ACK | PSH);
    assertSizes(packets, 1, 2, 3);
  }

  static Stream<Arguments> flagsThatEndAGroup() {
    return Stream.of(
            0,
            PSH,
            ACK | SYN,
            ACK | FIN,
            ACK | RST,
            ACK | URG,
            ACK | ECE,
            ACK | CWR,
            ACK | AE,
            ACK | 0x200,
            ACK | 0x400,
            ACK | 0x800,
            ACK | PSH | FIN)
        .flatMap(f -> Stream.of(Arguments.of(f, false), Arguments.of(f, true)));
  }

  @ParameterizedTest(name = "flags {0}, IPv6 {1}")
  @MethodSource("flagsThatEndAGroup")
  void aSegmentWithAnyOtherFlagIsWrittenAloneAndInOrder(int flags, boolean ip6) throws IOException {
    byte[] payload = TestPacket.counting(100);
    TestPacket first = ip6 ? TestPacket.tcp6(payload) : TestPacket.tcp4(payload);
    List<TestPacket> packets = run(framing.with(first), 6);
    packets.get(2).flags(flags);
    assertSizes(packets, 2, 1, 3);
    kernel.writes().clear();
    packets.forEach(packet -> packet.flags(flags));
    assertSizes(packets, 1, 1, 1, 1, 1, 1);
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        difference("destination MAC", p -> p.link = flip(p.link, 0)),
        difference("source MAC", p -> p.link = flip(p.link, 11)),
        difference("type of the frame or its tag", p -> p.link = flip(p.link, 13)),
        difference("VLAN", p -> p.link = flip(p.link, 15)),
        difference("type behind the tag", p -> p.link = flip(p.link, 16)),
        difference("tag or none", p -> reframe(p, p.link.length == 14 ? TAGGED : FRAME)),
        difference("VLAN in VLAN", p -> reframe(p, TWICE_TAGGED)),
        difference("traffic class", p -> p.trafficClass ^= 1),
        difference("ECN field", p -> p.trafficClass |= 3),
        difference("hop limit", p -> p.ttl--),
        difference("acknowledgement", p -> p.acknowledgement++),
        difference("acknowledgement", p -> p.acknowledgement ^= 1 << 31),
        difference("window", p -> p.window++),
        difference("window", p -> p.window ^= 1 << 15),
        difference("urgent pointer", p -> p.urgent ^= 1),
        difference("first option", p -> p.options = flip(p.options, 0)),
        difference("last option", p -> p.options = flip(p.options, p.options.length - 1)),
        difference("length of options", p -> p.options = Arrays.copyOf(p.options, 8)),
        difference("no options", p -> p.options = new byte[0]),
        difference("sequence too high", p -> p.sequence++),
        difference("sequence too low", p -> p.sequence--),
        difference("sequence far off", p -> p.sequence ^= 1 << 31),
        difference("DF", p -> p.fragment ^= 0x4000),
        difference("reserved bit", p -> p.fragment ^= 0x8000),
        difference("more fragments", p -> p.fragment |= 0x2000),
        difference("fragment offset", p -> p.fragment |= 1),
        difference("flow label", p -> p.flowLabel ^= 1),
        difference("flow label", p -> p.flowLabel ^= 0x80000),
        difference("identification", p -> p.id++),
        difference("source", p -> p.source = flip(p.source, 0)),
        difference("source", p -> p.source = flip(p.source, p.source.length - 1)),
        difference("destination", p -> p.destination = flip(p.destination, 0)),
        difference(
            "destination", p -> p.destination = flip(p.destination, p.destination.length - 1)),
        difference("source", p -> p.source = flip(p.source, p.source.length / 2)),
        difference(
            "destination", p -> p.destination = flip(p.destination, p.destination.length / 2)),
        difference("source port", p -> p.sourcePort ^= 1),
        difference("destination port", p -> p.destinationPort ^= 256),
        difference("checksum", p -> p.sum = Sum.WRONG),
        difference("checksum zero", p -> p.sum = Sum.ZERO),
        difference("header checksum", p -> p.wrongHeaderSum = 1),
        difference("IP options", p -> p.ipOptions = new byte[] {1, 1, 1, 1}),
        difference("extension header", p -> p.extension = new byte[] {0, 0, 1, 4, 0, 0, 0, 0}));
  }

  private static void reframe(TestPacket packet, Framing framing) {
    if (packet.link.length > 0) {
      framing.with(packet);
    }
  }

  private static Arguments difference(String name, Consumer<TestPacket> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void aPacketThatDiffersInAnythingIsNotJoinedAndComesOutAsItWas(
      String name, Consumer<TestPacket> change) throws IOException {
    for (Kind kind : Kind.values()) {
      for (int changed = 0; changed < 3; changed++) {
        List<TestPacket> packets = run(kind.first(framing), 3);
        byte[] before = packets.get(changed).bytes();
        change.accept(packets.get(changed));
        if (!Arrays.equals(before, packets.get(changed).bytes())) {
          kernel.writes().clear();
          List<byte[]> expected = bytes(packets);
          assertThat(write(expected)).isEqualTo(3);
          assertThat(kernel.packets()).containsExactlyInAnyOrderElementsOf(expected);
          assertThat(kernel.sizes()).as("%s of %s", kind, changed).doesNotContain(3);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void afterAChangeTheFlowIsJoinedAgainWhereItCanBe(String name, Consumer<TestPacket> change)
      throws IOException {
    for (Kind kind : Kind.values()) {
      List<TestPacket> packets = run(kind.first(framing), 3);
      TestPacket changed = packets.get(2).next(TestPacket.counting(100));
      change.accept(changed);
      packets.addAll(run(changed, 3));
      kernel.writes().clear();
      List<byte[]> expected = bytes(packets);
      assertThat(write(expected)).isEqualTo(6);
      assertSame(kernel.packets(), expected);
    }
  }

  @Test
  void withDfTheIdentificationMeansNothingAndIsCountedOn() throws IOException {
    TestPacket first = framing.with(TestPacket.tcp4(TestPacket.counting(100)));
    first.fragment = 0x4000;
    first.id = 7;
    TestPacket second = first.next(TestPacket.counting(100));
    second.id = 0;
    write(bytes(List.of(first, second)));
    assertThat(kernel.sizes()).containsExactly(2);
    second.id = 8;
    assertSame(kernel.packets(), bytes(List.of(first, second)));
  }

  @Test
  void aChecksumThatIsZeroInItsOtherWayIsNotJoinedForItWouldChange() throws IOException {
    TestPacket first = framing.with(TestPacket.tcp4(new byte[100]));
    int at = first.transport() + 16;
    byte[] bytes = first.bytes();
    first.payload[0] = bytes[at];
    first.payload[1] = bytes[at + 1];
    assertThat(first.bytes()).containsSubsequence(0, 0);
    List<byte[]> packets = bytes(run(first, 2));
    assertThat(packets.get(0)[at] | packets.get(0)[at + 1]).isZero();
    write(packets);
    assertThat(kernel.sizes()).containsExactly(2);
    assertSame(kernel.packets(), packets);

    kernel.writes().clear();
    packets.get(0)[at] = -1;
    packets.get(0)[at + 1] = -1;
    write(packets);
    assertThat(kernel.sizes()).containsExactly(1, 1);
    assertSame(kernel.packets(), packets);
  }

  @ParameterizedTest
  @EnumSource
  void aPacketWithoutPayloadIsWrittenAloneAndInOrder(Kind kind) throws IOException {
    List<TestPacket> packets = run(kind.first(framing), 2);
    add(packets, 0);
    add(packets, 0);
    add(packets, 100);
    add(packets, 100);
    assertSizes(packets, 2, 1, 1, 2);
  }

  private void assertSizes(List<TestPacket> packets, Integer... sizes) throws IOException {
    List<byte[]> expected = bytes(packets);
    assertThat(write(expected)).isEqualTo(expected.size());
    assertThat(kernel.sizes()).containsExactly(sizes);
    assertSame(kernel.packets(), expected);
  }

  private int write(List<byte[]> packets) throws IOException {
    return coalescer.write(batch(packets));
  }

  private static TestPacket withOptions(TestPacket packet) {
    packet.options = new byte[] {1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8};
    return packet;
  }

  private static byte[] flip(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    if (0 <= at && at < bytes.length) {
      flipped[at] ^= 1;
    }
    return flipped;
  }
}
