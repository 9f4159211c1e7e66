package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.core.crypto.CipherMode;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.core.tunnel.LegacySealingKey;
import io.github.tinc4j.core.tunnel.Seal;
import io.github.tinc4j.spi.DatagramBatch;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real keys, and whatever the network sends. */
class LaneFuzzTest extends LaneFixture {

  private static final int[] LENGTHS = {0, 1, 3, 4, 5, 7, 8, 9, 20, 21, 1661, 1662, 1952};
  private static final InetSocketAddress A = TestTable.address(1);
  private static final InetSocketAddress STRANGER =
      new InetSocketAddress(TestTable.ip("198.51.100.7"), 7000);
  private static final DigestSpec SHA_256 = Objects.requireNonNull(DigestSpec.byName("sha256"));
  private static final CipherSpec AES = Objects.requireNonNull(CipherSpec.byName("aes-256-cbc"));

  private final Random random = new Random(7);

  static List<CipherSpec> packetCiphers() {
    return IntStream.range(0, 2000)
        .mapToObj(CipherSpec::byNid)
        .filter(Objects::nonNull)
        .filter(CipherSpec::availableForPackets)
        .toList();
  }

  /** What a sends is opened with a new key; the other end of it is the result. */
  private LegacySealingKey keyA(CipherSpec cipher, DigestSpec digest, int macLength, int level) {
    byte[] key = LegacyOpeningKey.randomKey(cipher, random);
    a.opening = LegacyOpeningKey.of(cipher, digest, macLength, level, key, 16);
    a.sealing = LegacySealingKey.of(cipher, digest, macLength, level, key);
    mesh.trial(a, "192.0.2.1");
    return LegacySealingKey.of(cipher, digest, macLength, level, key);
  }

  private static byte[] seal(LegacySealingKey key, byte[] frame) {
    byte[] in = new byte[4 + frame.length + 64];
    System.arraycopy(frame, 0, in, 4, frame.length);
    byte[] out = new byte[2048];
    return Arrays.copyOf(out, Seal.one(key.lane(0), in, 4, frame.length, out, 0));
  }

  @ParameterizedTest
  @MethodSource("packetCiphers")
  void nothingIsDeliveredThatTheSenderDidNotSeal(CipherSpec cipher) {
    LegacySealingKey key = keyA(cipher, SHA_256, 8, random.nextInt(10));
    PacketLane lane = lane();
    int sealed = 0;
    int rounds = rounds(cipher);
    for (int round = 0; round < rounds; round++) {
      byte[] packet = packet("10.1.0.1", "10.0.0.1", 40 + random.nextInt(1400));
      byte[] datagram = seal(key, framed(packet));
      for (int i = 0; i < 6; i++) {
        fromUdp(lane, i < 4 ? A : STRANGER, 0, damaged(datagram), round * 400_000_000L);
      }
      fromUdp(lane, A, 0, datagram, 0);
      fromUdp(lane, A, 0, datagram, 0);
      sealed++;
      assertThat(device.packets).hasSize(sealed);
      assertThat(device.packets.get(sealed - 1)).isEqualTo(packet);
    }
    assertThat(punts()).isEmpty();
    assertThat(counters.snapshot().dropped(DropReason.REPLAYED)).isEqualTo(rounds);
    assertThat(counters.snapshot().udpReceived().packets()).isEqualTo(rounds);
  }

  /** A cipher of single bits takes a hundred times as long. */
  private static int rounds(CipherSpec cipher) {
    return cipher.mode() == CipherMode.CFB1 ? 4 : 60;
  }

  /** Random bytes, or a datagram cut, lengthened or with some bits flipped; never as it was. */
  private byte[] damaged(byte[] datagram) {
    byte[] damaged;
    switch (random.nextInt(4)) {
      case 0 -> {
        int length =
            random.nextBoolean() ? random.nextInt(1953) : LENGTHS[random.nextInt(LENGTHS.length)];
        damaged = new byte[length];
        random.nextBytes(damaged);
      }
      case 1 -> damaged = Arrays.copyOf(datagram, random.nextInt(datagram.length));
      case 2 -> damaged = Arrays.copyOf(datagram, datagram.length + 1 + random.nextInt(64));
      default -> {
        damaged = datagram.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return damaged;
  }

  @ParameterizedTest
  @MethodSource("packetCiphers")
  void withoutMacWhateverComesOutOfTheCipherIsSurvived(CipherSpec cipher) {
    LegacySealingKey key = keyA(cipher, DigestSpec.NONE, 0, random.nextInt(10));
    PacketLane lane = lane();
    int rounds = 5 * rounds(cipher);
    for (int round = 0; round < rounds; round++) {
      byte[] datagram = seal(key, framed(packet("10.1.0.1", "10.0.0.1", 60)));
      fromUdp(lane, A, 0, damaged(datagram), 0);
      fromUdp(lane, STRANGER, 0, damaged(datagram), 0);
    }
    TrafficCounters counted = counters.snapshot();
    assertThat(counted.dropped(DropReason.UNKNOWN_SOURCE))
        .isBetween(rounds * 9L / 10, (long) rounds);
    assertThat(counted.dropped(DropReason.BAD_MAC)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 9})
  void aBombIsDefused(int level) {
    byte[] keyString = {1};
    a.opening =
        LegacyOpeningKey.of(
            CipherSpec.NONE, DigestSpec.NONE, 0, level, keyString, /* replayWindowBytes= */ 0);
    // 1661 bytes is the most that may come out; 1518 the longest frame.
    for (int length : new int[] {1519, 1661, 1662, 100_000}) {
      byte[] datagram = new byte[1661];
      int size = deflate(new byte[length], datagram);
      fromUdp(A, Arrays.copyOf(datagram, size));
    }
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_LONG)).isEqualTo(2);
    assertThat(counters.snapshot().dropped(DropReason.BAD_COMPRESSION)).isEqualTo(2);
    assertThat(device.packets).isEmpty();
  }

  /** Four bytes of sequence number, then the zlib stream of {@code plain}. */
  private static int deflate(byte[] plain, byte[] out) {
    var deflater = new java.util.zip.Deflater();
    deflater.setInput(plain);
    deflater.finish();
    out[3] = 1;
    int length = deflater.deflate(out, 4, out.length - 4);
    assertThat(deflater.finished()).isTrue();
    deflater.end();
    return 4 + length;
  }

  @Test
  void badDatagramsCostNoMemory() {
    byte[][] bad = new byte[64][];
    LegacySealingKey key = keyA(AES, SHA_256, 4, 0);
    byte[] good = seal(key, framed(packet("10.1.0.1", "10.0.0.1", 500)));
    for (int i = 0; i < bad.length; i++) {
      bad[i] = damaged(good);
    }
    var batch = new DatagramBatch(bad.length);
    for (int i = 0; i < bad.length; i++) {
      add(batch, i % 2 == 0 ? A : STRANGER, bad[i]);
    }
    PacketLane lane = lane();
    for (int round = 0; round < 2000; round++) {
      lane.fromUdp(batch, 0, round);
    }
    long before = allocated();
    for (int round = 0; round < 2000; round++) {
      lane.fromUdp(batch, 0, round);
    }
    // 128 000 datagrams.
    assertThat(allocated() - before).isLessThan(10_000);
    assertThat(device.packets).isEmpty();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /**
   * Every frame ends once: out, or dropped for one reason; and only what is refused is answered.
   */
  @Test
  void everyFrameIsAccountedFor() {
    config.decrementTtl(true);
    b.mtu = 1000;
    far.minMtu = 300;
    TestTable.Peer gone = mesh.add("gone").unreachable();
    mesh.owns(gone, "10.5.0.0/16", "fd00:5::/32");
    PacketLane lane = lane();
    for (int round = 0; round < 20_000; round++) {
      TrafficCounters before = counters.snapshot();
      int sentBefore = udp.sent.size();
      byte[] frame = frame();
      switch (random.nextInt(3)) {
        case 0 -> lane.fromDevice(batch(Packets.part(frame, 14, frame.length - 14)), round);
        case 1 -> fromUdp(lane, A, 0, FakeKeys.sealed(1, frame), round);
        default ->
            lane.fromMeta(
                NodeName.of("b"), frame, 0, frame.length, random.nextBoolean(), 1_000_000L * round);
      }
      TrafficCounters after = counters.snapshot();
      long limited = dropped(before, after, DropReason.ANSWER_LIMITED);
      long drops = all(after) - all(before) - limited;
      long out =
          after.toDevice().packets()
              - before.toDevice().packets()
              + udp.sent.size()
              - sentBefore
              + punts().stream().filter(punt -> !(punt instanceof Punt.AddressSeen)).count();
      if (drops == 0) {
        assertThat(out).as("copies of frame %d", round).isPositive();
        assertThat(limited).isZero();
      } else {
        assertThat(drops).as("drops of frame %d", round).isEqualTo(1);
        assertThat(out + limited).as("answers to frame %d", round).isLessThanOrEqualTo(1);
      }
      device.packets.clear();
      udp.sent.clear();
    }
    assertThat(counters.snapshot().drops().keySet())
        .contains(
            DropReason.NO_ROUTE,
            DropReason.UNREACHABLE,
            DropReason.LOOP,
            DropReason.TTL_EXPIRED,
            DropReason.UNKNOWN_TYPE,
            DropReason.ANSWER_LIMITED);
  }

  private byte[] frame() {
    String[] hosts = {"10.0.0.1", "10.1.0.1", "10.2.0.1", "10.3.0.1", "10.4.0.1", "10.5.0.1"};
    String to = random.nextInt(8) == 0 ? "224.0.0.5" : hosts[random.nextInt(hosts.length)];
    if (random.nextInt(10) == 0) {
      to = "10.77.0.1";
    }
    byte[] frame =
        framed(packet(hosts[random.nextInt(hosts.length)], to, 20 + random.nextInt(1480)));
    if (random.nextInt(4) == 0) {
      frame[14 + random.nextInt(20)] = (byte) random.nextInt();
    }
    frame[14 + 8] = (byte) random.nextInt(4);
    return frame;
  }

  private static long all(TrafficCounters counters) {
    return counters.drops().values().stream().mapToLong(Long::longValue).sum();
  }

  private static long dropped(TrafficCounters before, TrafficCounters after, DropReason reason) {
    return after.dropped(reason) - before.dropped(reason);
  }
}
