package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.forward.ForwardingTable;
import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FragmenterTest {

  private static final int NODE = 5;

  @Property(tries = 300)
  void fragmentsReassembleToTheOriginal(
      @ForAll @IntRange(min = 557, max = 1484) int payload,
      @ForAll @IntRange(min = 590, max = 1517) int maxFrame,
      @ForAll @IntRange(min = 0, max = 4000) int place,
      @ForAll boolean moreFollow) {
    int flags = place | (moreFollow ? 0x2000 : 0);
    byte[] data = Packets.counting(payload);
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, flags, new byte[0], data);
    var sink = split(frame, maxFrame);

    byte[] whole = new byte[payload];
    var seen = new BitSet();
    for (int i = 0; i < sink.frames.size(); i++) {
      byte[] fragment = sink.frames.get(i);
      int size = fragment.length - 34;
      int word = NetworkOrder.get16(fragment, 20);
      int at = ((word & 0x1FFF) - place) * 8;
      boolean last = i == sink.frames.size() - 1;
      assertThat(fragment).hasSizeLessThanOrEqualTo(maxFrame);
      assertThat(last || size % 8 == 0).isTrue();
      assertThat((word & 0x2000) != 0).isEqualTo(!last || moreFollow);
      assertThat(NetworkOrder.get16(fragment, 16)).isEqualTo(20 + size);
      assertThat(Checksum.of(Checksum.add(0, fragment, 14, 20))).isZero();
      assertThat(Packets.part(fragment, 0, 16)).isEqualTo(Packets.part(frame, 0, 16));
      assertThat(Packets.part(fragment, 22, 2)).isEqualTo(Packets.part(frame, 22, 2));
      assertThat(Packets.part(fragment, 26, 8)).isEqualTo(Packets.part(frame, 26, 8));
      assertThat(seen.get(at, at + size).isEmpty()).isTrue();
      seen.set(at, at + size);
      System.arraycopy(fragment, 34, whole, at, size);
    }
    assertThat(whole).isEqualTo(data);
    assertThat(seen.cardinality()).isEqualTo(payload);
    assertThat(sink.nodes).containsOnly(NODE);
  }

  @Test
  void reservedBitsAreKept() {
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, 0x8000, new byte[0], new byte[1000]);
    assertThat(split(frame, 600).frames)
        .allSatisfy(fragment -> assertThat(fragment[20] & 0x80).isEqualTo(0x80));
  }

  @Test
  void aPacketWithOptionsIsNotSplit() {
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, 0, new byte[4], new byte[1000]);
    assertThat(split(frame, 600).frames).isEmpty();
  }

  @Test
  void aPacketOfAnotherLengthThanItsFrameIsNotSplit() {
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, new byte[1000]);
    assertThat(split(Packets.part(frame, 0, frame.length - 1), 600).frames).isEmpty();
    frame[16]--;
    assertThat(split(frame, 600).frames).isEmpty();
  }

  @Test
  void aPacketBeyondTheLongestIsNotSplit() {
    byte[] frame = Packets.ipv4("10.0.0.1", "10.1.0.1", 17, 0x1FFF, new byte[0], new byte[1000]);
    assertThat(split(frame, 600).frames).isEmpty();
  }

  private static RecordingSink split(byte[] frame, int maxFrame) {
    var sink = new RecordingSink();
    byte[] array = new byte[1700];
    System.arraycopy(frame, 0, array, 18, frame.length);
    var one = new Frame();
    one.set(ForwardingTable.EMPTY, 1, array, 18, frame.length, 0);
    one.findIp();
    boolean done = new Fragmenter().split(one, maxFrame, NODE, sink);
    assertThat(done).isEqualTo(!sink.frames.isEmpty());
    return sink;
  }
}
