package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.TestPackets.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.linux.TestPacket.Sum;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Packets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullMarked;

@NullMarked
class GsoSplitterTest {

  private static final int ALL_FLAGS = 0xfff;

  private final GsoSplitter ofTun = new GsoSplitter(Layer.IP);
  private final GsoSplitter ofTap = new GsoSplitter(Layer.ETHERNET);

  @Property(tries = 3000)
  void aSuperPacketIsCutIntoTheSegmentsThatItWasMadeOf(
      @ForAll Random random,
      @ForAll Framing framing,
      @ForAll @IntRange(min = 1, max = 70) int slots) {
    TestPacket whole = framing.with(randomPacket(random));
    int segmentSize = 1 + random.nextInt(PacketBatch.MAX_PACKET - whole.headerLength());
    int most = Math.min(65_535 - whole.headerLength(), 90 * segmentSize);
    whole.payload = randomBytes(random, 1 + random.nextInt(most));
    List<byte[]> expected = whole.segments(segmentSize).stream().map(TestPacket::bytes).toList();

    assertSame(split(framing.layer(), whole.asSuperPacket(segmentSize), slots), expected);
  }

  @Property
  void aSinglePacketGetsItsChecksum(@ForAll Random random, @ForAll Framing framing) {
    TestPacket packet = framing.with(randomPacket(random));
    int most = PacketBatch.MAX_PACKET - packet.headerLength();
    packet.payload = randomBytes(random, random.nextInt(most + 1));
    List<byte[]> out = split(framing.layer(), packet.withOpenChecksum(), 1);
    assertSame(out, List.of(packet.bytes()));
  }

  @Property
  void aPacketThatIsCompleteIsNotTouched(@ForAll Random random, @ForAll Layer layer) {
    byte[] packet = randomBytes(random, 1 + random.nextInt(PacketBatch.MAX_PACKET));
    assertSame(split(layer, TestPacket.alone(packet), 1), List.of(packet));
  }

  @Property(tries = 20_000)
  void whateverTheHeaderSaysNothingIsThrownAndNoPacketIsTooLong(
      @ForAll Random random, @ForAll Framing framing) {
    TestPacket whole = framing.with(randomPacket(random));
    whole.payload = randomBytes(random, random.nextInt(4000));
    byte[] raw = whole.asSuperPacket(1 + random.nextInt(2000));
    for (int i = random.nextInt(4); i >= 0; i--) {
      int place = random.nextInt(random.nextBoolean() ? 10 : Math.min(raw.length, 90));
      raw[place] = (byte) (random.nextBoolean() ? random.nextInt() : 1 << random.nextInt(8));
    }
    byte[] cut = Arrays.copyOf(raw, random.nextBoolean() ? raw.length : random.nextInt(100) + 1);
    for (byte[] packet : split(framing.layer(), cut, 100)) {
      assertThat(packet.length).isBetween(1, PacketBatch.MAX_PACKET);
    }
    // And the next packet is as good as ever.
    byte[] next = TestPacket.udp4(new byte[5]).bytes();
    assertSame(split(framing.layer(), TestPacket.alone(next), 1), List.of(next));
  }

  @Example
  void checksumsAreRightByAThirdOpinion() {
    for (TestPacket whole :
        List.of(
            TestPacket.tcp4(TestPacket.counting(5000)).flags(TestPacket.ACK | TestPacket.PSH),
            TestPacket.tcp6(TestPacket.counting(5001)),
            TestPacket.udp4(TestPacket.counting(4999)),
            TestPacket.udp6(TestPacket.counting(777)))) {
      List<byte[]> segments = split(whole.asSuperPacket(333), 64);
      assertThat(segments).isNotEmpty().allMatch(Packets::checksumsValid);
    }
  }

  @Example
  void aChecksumOfZeroIsSentAsAllOnesByUdpOnly() {
    for (TestPacket packet :
        List.of(
            TestPacket.udp4(new byte[4]), TestPacket.udp6(new byte[4]),
            TestPacket.tcp4(new byte[4]), TestPacket.tcp6(new byte[4]))) {
      byte[] bytes = packet.bytes();
      int at = packet.transport() + (packet.isTcp() ? 16 : 6);
      // What the checksum was goes into the payload; then it is zero.
      packet.payload = new byte[] {bytes[at], bytes[at + 1], 0, 0};
      byte expected = (byte) (packet.isTcp() ? 0 : 0xff);
      for (byte[] raw : List.of(packet.asSuperPacket(4), packet.withOpenChecksum())) {
        List<byte[]> out = split(raw, 1);
        assertThat(out).hasSize(1);
        assertThat(out.get(0)[at]).isEqualTo(expected);
        assertThat(out.get(0)[at + 1]).isEqualTo(expected);
        assertThat(out.get(0)).isEqualTo(packet.bytes());
      }
    }
  }

  @Example
  void theLongestSuperPacketIsCut() {
    TestPacket whole = TestPacket.tcp4(new byte[0]);
    whole.payload = TestPacket.counting(65_535 - whole.headerLength());
    whole.sequence = -1000;
    whole.id = 65_530;
    List<byte[]> expected = whole.segments(1385).stream().map(TestPacket::bytes).toList();
    assertThat(expected).hasSize(48);
    assertSame(split(whole.asSuperPacket(1385), 64), expected);
    assertSame(split(whole.asSuperPacket(1385), 7), expected);
  }

  @Example
  void theLongestPacketOfAFrameIsCutBehindAsManyTagsAsLinuxKnows() {
    TestPacket whole = TestPacket.tcp6(TestPacket.counting(65_535 - 60));
    whole.link = ByteBuffer.allocate(14 + 4 * 8).put(Framing.FRAME.header(true)).array();
    for (int tag = 0; tag < 8; tag++) {
      ByteBuffer.wrap(whole.link).putInt(12 + 4 * tag, 0x81000001 + tag);
    }
    ByteBuffer.wrap(whole.link).putShort(12 + 4 * 8, (short) 0x86dd);
    List<byte[]> expected = whole.segments(1385).stream().map(TestPacket::bytes).toList();
    assertSame(split(Layer.ETHERNET, whole.asSuperPacket(1385), 64), expected);
  }

  @Example
  void aSuperPacketThatIsNotWhatItsFrameSaysIsLeftOut() {
    TestPacket whole = Framing.TAGGED.with(TestPacket.tcp4(new byte[300]));
    assertThat(split(Layer.ETHERNET, whole.asSuperPacket(100), 9)).hasSize(3);
    assertThat(split(Layer.IP, whole.asSuperPacket(100), 9)).as("a frame on tun").isEmpty();
    TestPacket bare = TestPacket.tcp4(new byte[300]);
    assertThat(split(Layer.ETHERNET, bare.asSuperPacket(100), 9)).as("no frame on tap").isEmpty();
    for (int type : new int[] {0x86dd, 0x0806, 0x88cc, 0x8100, 300}) {
      ByteBuffer.wrap(whole.link).putShort(16, (short) type);
      assertThat(split(Layer.ETHERNET, whole.asSuperPacket(100), 9)).as("type %x", type).isEmpty();
    }
    byte[] raw = Framing.FRAME.with(bare).asSuperPacket(100);
    byte[] packet = Arrays.copyOfRange(raw, 10, raw.length);
    for (int start : new int[] {0, 13, 20, 33, 34, 35, 38}) {
      byte[] other = TestPacket.withHeader(packet, 1, 1, 54, 100, start, 16);
      int segments = start == 34 ? 3 : 0;
      assertThat(split(Layer.ETHERNET, other, 9)).as("csum_start %s", start).hasSize(segments);
    }
  }

  @Example
  void thePseudoHeaderSumIsTheKernelsEvenWhereTheAddressesSayOtherwise() {
    // As behind a routing header: the checksum is that of the last destination.
    TestPacket whole = TestPacket.tcp6(TestPacket.counting(300));
    whole.extension = new byte[8];
    byte[] raw = whole.asSuperPacket(100);
    TestPacket visible = whole.copy();
    visible.destination = TestPacket.address(true, 99);
    byte[] header = visible.bytes();
    System.arraycopy(header, 24, raw, 10 + 24, 16);
    List<byte[]> segments = split(raw, 3);
    List<TestPacket> expected = whole.segments(100);
    assertThat(segments).hasSize(3);
    for (int i = 0; i < 3; i++) {
      byte[] bytes = expected.get(i).bytes();
      System.arraycopy(header, 24, bytes, 24, 16);
      assertThat(segments.get(i)).isEqualTo(bytes);
    }
  }

  @Example
  void segmentsThatNoBatchCanHoldAreLeftOutAndTheShortRestIsNot() {
    TestPacket whole = TestPacket.tcp4(TestPacket.counting(2 * 1950 + 10));
    List<TestPacket> segments = whole.segments(1950);
    assertSame(split(whole.asSuperPacket(1950), 10), List.of(segments.get(2).bytes()));
    byte[] fits = TestPacket.alone(new byte[PacketBatch.MAX_PACKET]);
    assertThat(split(fits, 1)).hasSize(1);
    byte[] tooLong = TestPacket.alone(new byte[PacketBatch.MAX_PACKET + 1]);
    assertThat(split(tooLong, 1)).isEmpty();
  }

  @Example
  void onlyASuperPacketIsABatchByItself() {
    var batch = new PacketBatch(4);
    assertThat(take(ofTun, TestPacket.alone(new byte[20]), batch)).isFalse();
    assertThat(take(ofTun, TestPacket.udp4(new byte[20]).withOpenChecksum(), batch)).isFalse();
    assertThat(take(ofTun, new byte[3], batch)).isFalse();
    assertThat(ofTun.resume(batch)).isFalse();
    assertThat(batch.count()).isEqualTo(2);
    byte[] raw = TestPacket.tcp4(TestPacket.counting(300)).asSuperPacket(100);
    assertThat(take(ofTun, raw, batch)).isTrue();
    assertThat(batch.count()).isEqualTo(4);
    batch.clear();
    assertThat(ofTun.resume(batch)).isTrue();
    assertThat(batch.count()).isEqualTo(1);
    assertThat(ofTun.resume(batch)).isFalse();
  }

  @Example
  void whatIsNotAsWeKnowItIsLeftOut() {
    byte[] tcp = TestPacket.tcp4(new byte[300]).copy().sum(Sum.PSEUDO_HEADER).bytes();
    byte[] udp6 = TestPacket.udp6(new byte[300]).copy().sum(Sum.PSEUDO_HEADER).bytes();
    assertThat(split(TestPacket.withHeader(tcp, 1, 1, 40, 100, 20, 16), 9)).hasSize(3);
    assertThat(split(TestPacket.withHeader(tcp, 1, 1, 9999, 100, 20, 16), 9))
        .as("hdr_len is a hint")
        .hasSize(3);
    assertThat(split(TestPacket.withHeader(udp6, 1, 5, 48, 100, 40, 6), 9)).hasSize(3);
    int[][] headers = {
      {0, 1, 40, 100, 20, 16}, // no checksum asked for
      {1, 2, 40, 100, 20, 16}, // types that there are not
      {1, 3, 40, 100, 20, 16},
      {1, 0x21, 40, 100, 20, 16},
      {1, 4, 40, 100, 20, 16}, // TCP6
      {1, 5, 40, 100, 20, 16}, // UDP
      {1, 1, 40, 0, 20, 16}, // no size
      {1, 1, 40, 100, 24, 16}, // not behind the IP header
      {1, 1, 40, 100, 16, 16},
      {1, 1, 40, 100, 20, 6}, // the checksum of UDP
      {1, 1, 40, 100, 330, 16}, // header beyond the end
      {1, 1, 40, 100, 0xffff, 16},
    };
    for (int[] h : headers) {
      byte[] raw = TestPacket.withHeader(tcp, h[0], h[1], h[2], h[3], h[4], h[5]);
      assertThat(split(raw, 9)).as(Arrays.toString(h)).isEmpty();
    }
    assertThat(split(TestPacket.withHeader(udp6, 1, 5, 48, 100, 36, 6), 9)).isEmpty();
    assertThat(split(TestPacket.withHeader(udp6, 1, 1, 48, 100, 40, 6), 9)).isEmpty();
    assertThat(split(TestPacket.withHeader(tcp, 1, 0, 0, 0, 20, 303 + 16), 9)).isEmpty();
    assertThat(split(TestPacket.withHeader(tcp, 1, 0, 0, 0, 20, 302 + 16), 9)).hasSize(1);
    byte[] shortHeader = tcp.clone();
    shortHeader[32] = 0x40; // data offset 4
    assertThat(split(TestPacket.withHeader(shortHeader, 1, 1, 40, 100, 20, 16), 9)).isEmpty();
    byte[] longerIpHeader = tcp.clone();
    longerIpHeader[0] = 0x46;
    assertThat(split(TestPacket.withHeader(longerIpHeader, 1, 1, 40, 100, 20, 16), 9)).isEmpty();
    byte[] headersOnly = Arrays.copyOf(tcp, 40);
    assertThat(split(TestPacket.withHeader(headersOnly, 1, 1, 40, 100, 20, 16), 9)).isEmpty();
    assertThat(split(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 9)).isEmpty();
    int most = GsoSplitter.readSize(Layer.IP) - 10;
    assertThat(split(TestPacket.alone(new byte[most]), 9)).isEmpty();
    TestPacket perhapsCut = TestPacket.tcp6(new byte[most - 60]);
    assertThat(split(perhapsCut.asSuperPacket(1000), 99)).isEmpty();
  }

  @Example
  void whatIsNotUnderstoodIsLoggedOnce() {
    byte[] raw = TestPacket.withHeader(new byte[60], 1, 9, 0, 0, 0, 0);
    List<String> logged =
        LogLines.of(
            () -> {
              assertThat(split(raw, 1)).isEmpty();
              assertThat(split(raw, 1)).isEmpty();
            });
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("gso_type 9");
  }

  /** What the splitter makes of that, with a batch of so many slots at a time. */
  private List<byte[]> split(byte[] raw, int slots) {
    return split(Layer.IP, raw, slots);
  }

  private List<byte[]> split(Layer layer, byte[] raw, int slots) {
    GsoSplitter splitter = layer == Layer.IP ? ofTun : ofTap;
    var batch = new PacketBatch(slots);
    List<byte[]> packets = new ArrayList<>();
    boolean more = take(splitter, raw, batch);
    packets.addAll(TestPackets.in(batch));
    while (more) {
      batch.clear();
      more = splitter.resume(batch);
      packets.addAll(TestPackets.in(batch));
    }
    return packets;
  }

  private static boolean take(GsoSplitter splitter, byte[] raw, PacketBatch batch) {
    splitter.memory().bytes().put(0, raw);
    return splitter.take(raw.length, batch);
  }

  /** All fields at random, without payload. */
  private static TestPacket randomPacket(Random random) {
    boolean ip6 = random.nextBoolean();
    TestPacket packet =
        random.nextBoolean()
            ? (ip6 ? TestPacket.tcp6(new byte[0]) : TestPacket.tcp4(new byte[0]))
            : (ip6 ? TestPacket.udp6(new byte[0]) : TestPacket.udp4(new byte[0]));
    packet.source = randomBytes(random, packet.source.length);
    packet.destination = randomBytes(random, packet.destination.length);
    packet.trafficClass = random.nextInt(256);
    packet.flowLabel = random.nextInt(1 << 20);
    packet.id = random.nextInt(1 << 16);
    packet.fragment = random.nextBoolean() ? 0x4000 : 0;
    packet.ttl = random.nextInt(256);
    packet.ipOptions = randomBytes(random, random.nextInt(4) == 0 ? 4 * random.nextInt(11) : 0);
    packet.extension = randomBytes(random, random.nextInt(4) == 0 ? 8 * random.nextInt(4) : 0);
    packet.sourcePort = random.nextInt(1 << 16);
    packet.destinationPort = random.nextInt(1 << 16);
    packet.sequence = random.nextInt();
    packet.acknowledgement = random.nextInt();
    packet.flags = random.nextInt() & ALL_FLAGS;
    packet.window = random.nextInt(1 << 16);
    packet.urgent = random.nextInt(1 << 16);
    packet.options = randomBytes(random, 4 * random.nextInt(11));
    return packet;
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
