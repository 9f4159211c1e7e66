package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.TestPackets.assertSame;
import static io.github.tinc4j.linux.TestPackets.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.linux.KernelOffloadTest.Super;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * What the real kernel does to the frames of tap interfaces, with VLAN tags and without: as {@link
 * KernelOffloadTest}, but by a bridge, which changes nothing.
 */
@NullMarked
class KernelBridgeTest extends KernelFixture {

  private static final int SOON_S = 20;
  private static final int MOST = 100;

  @BeforeEach
  void needsUdpOffload() {
    Needs.udpOffload(uniqueName());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BARE")
  void theKernelCutsASuperFrameAsWeDo(Framing framing) throws Exception {
    RawTun in = own(new RawTun(Layer.ETHERNET, uniqueName(), true, 0));
    RawTun out = own(new RawTun(Layer.ETHERNET, uniqueName(), false, -1));
    namespace().bridge(in.name(), out.name());
    for (Super kind : Super.values()) {
      TestPacket packet = framing.with(kind.packet());
      byte[] superFrame = packet.asSuperPacket(kind.segmentSize());
      in.write(superFrame);
      List<byte[]> ours = cut(superFrame);
      assertThat(ours).as("%s", kind).hasSameSizeAs(packet.segments(kind.segmentSize()));
      assertSame(out.readAll(ours.size()), ours);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BARE")
  void whatTheKernelHandsOverInOnePieceIsCutAsItWouldHave(Framing framing) throws Exception {
    RawTun in = own(new RawTun(Layer.ETHERNET, uniqueName(), true, 0));
    TunDevice out = open(Layer.ETHERNET, null, uniqueName(), true);
    namespace().bridge(in.name(), out.interfaceName());
    for (Super kind : Super.values()) {
      TestPacket packet = framing.with(kind.packet());
      TestPacket next = packet.next(TestPacket.counting(100));
      in.write(packet.asSuperPacket(kind.segmentSize()));
      in.write(next.withOpenChecksum());
      List<byte[]> expected = bytes(packet.segments(kind.segmentSize()));
      if (comesInOnePiece(kind)) {
        // Only a piece is a batch by itself: single frames would have come with the next one.
        assertSame(read(out), expected);
        assertSame(read(out), bytes(List.of(next)));
      } else {
        expected.add(next.bytes());
        assertSame(read(out), expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "BARE")
  void whatWeJoinIsForTheKernelWhatItWas(Framing framing) throws Exception {
    TunDevice in = open(Layer.ETHERNET, null, uniqueName(), true);
    RawTun out = own(new RawTun(Layer.ETHERNET, uniqueName(), false, -1));
    NetworkNamespace namespace = namespace();
    namespace.bridge(in.interfaceName(), out.name());
    for (Super kind : Super.values()) {
      TestPacket packet = framing.with(kind.packet());
      List<byte[]> segments = bytes(packet.segments(kind.segmentSize()));
      long before = namespace.received(in.interfaceName());
      assertThat(in.write(TestPackets.batch(segments))).isEqualTo(segments.size());
      assertSame(out.readAll(segments.size()), segments);
      long writes = namespace.received(in.interfaceName()) - before;
      if (!kind.isPlain() || !framing.isJoinable()) {
        assertThat(writes).as("writes of %s", kind).isGreaterThan(1);
      } else if (kind.name().endsWith("LONGEST")) {
        // With its Ethernet header it is longer than a frame may be.
        assertThat(writes).as("writes of %s", kind).isEqualTo(2);
      } else {
        assertThat(writes).as("writes of %s", kind).isEqualTo(1);
      }
    }
  }

  /**
   * Whether the kernel leaves it to us: it does not where a super-packet begins with CWR, which we
   * do not ask for, nor where its frame is longer than {@code GSO_LEGACY_MAX_SIZE}.
   */
  private static boolean comesInOnePiece(Super kind) {
    return !kind.name().endsWith("CWR") && !kind.name().endsWith("LONGEST");
  }

  /** The frames of one read. */
  private static List<byte[]> read(TunDevice tap) throws Exception {
    return Background.call(
            () -> {
              var batch = new PacketBatch(MOST);
              assertThat(tap.read(batch)).isPositive();
              return TestPackets.in(batch);
            })
        .get(SOON_S, TimeUnit.SECONDS);
  }

  private static List<byte[]> cut(byte[] superFrame) {
    var splitter = new GsoSplitter(Layer.ETHERNET);
    splitter.memory().bytes().put(0, superFrame);
    var batch = new PacketBatch(MOST);
    assertThat(splitter.take(superFrame.length, batch)).isTrue();
    return TestPackets.in(batch);
  }
}
