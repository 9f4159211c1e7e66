package io.github.tinc4j.linux;

import static io.github.tinc4j.linux.TestPackets.assertSame;
import static io.github.tinc4j.linux.TestPackets.batch;
import static io.github.tinc4j.linux.TestPackets.bytes;
import static io.github.tinc4j.linux.TestPackets.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer may send between the frames of a flow: it passes as it is, and in order. */
@NullMarked
class FrameOrderTest {

  private final WrittenPackets kernel = new WrittenPackets(Layer.ETHERNET);
  private final GroCoalescer coalescer =
      new GroCoalescer(kernel, Layer.ETHERNET, new Joinable("tap7", true));

  @ParameterizedTest
  @EnumSource(names = {"FRAME", "TAGGED", "SERVICE_TAGGED"})
  void whatIsNoPlainTcpOrUdpComesAfterAllBeforeIt(Framing framing) throws IOException {
    TestPacket first = framing.with(TestPacket.udp4(TestPacket.counting(100)));
    List<TestPacket> flow = run(first, 4);
    List<byte[]> odd = new ArrayList<>();
    odd.add(Frames.numbered(1));
    odd.add(Framing.TWICE_TAGGED.with(first.copy()).bytes());
    for (int length = 0; length < framing.length() + 28; length++) {
      odd.add(Arrays.copyOf(first.bytes(), length));
    }
    odd.add(Arrays.copyOf(first.bytes(), first.length() + 6)); // padded
    byte[] otherVersion = first.bytes();
    otherVersion[framing.length()] = 0x65;
    odd.add(otherVersion);
    TestPacket fragment = first.copy();
    fragment.fragment = 0x2000;
    odd.add(fragment.bytes());
    TestPacket withOptions = first.copy();
    withOptions.ipOptions = new byte[] {1, 1, 1, 1};
    odd.add(withOptions.bytes());
    TestPacket extended = framing.with(TestPacket.udp6(TestPacket.counting(100)));
    extended.extension = new byte[] {0, 0, 1, 4, 0, 0, 0, 0};
    odd.add(extended.bytes());
    for (byte[] one : odd) {
      kernel.writes().clear();
      List<byte[]> packets = bytes(flow);
      packets.add(2, one);
      assertThat(coalescer.write(batch(packets))).isEqualTo(5);
      assertThat(kernel.sizes()).as("%s bytes", one.length).containsExactly(2, 1, 2);
      assertSame(kernel.packets(), packets);
    }
  }

  @Test
  void aFlowThatChangesItsWayThroughTheEthernetStaysInOrder() throws IOException {
    List<TestPacket> flow = run(Framing.FRAME.with(TestPacket.tcp4(TestPacket.counting(100))), 8);
    for (int i = 0; i < flow.size(); i++) {
      Framing.FRAMES.get(i / 2 % 3).with(flow.get(i));
    }
    flow.get(7).link = flow.get(7).link.clone();
    flow.get(7).link[6] ^= 4;
    List<byte[]> packets = bytes(flow);
    assertThat(coalescer.write(batch(packets))).isEqualTo(8);
    assertThat(kernel.sizes()).containsExactly(2, 2, 2, 1, 1);
    assertSame(kernel.packets(), packets);
  }

  @Test
  void aFrameWithTwoTagsIsNeverJoined() throws IOException {
    TestPacket first = Framing.TWICE_TAGGED.with(TestPacket.tcp6(TestPacket.counting(100)));
    List<byte[]> packets = bytes(run(first, 3));
    assertThat(coalescer.write(batch(packets))).isEqualTo(3);
    assertThat(kernel.sizes()).containsExactly(1, 1, 1);
    assertSame(kernel.packets(), packets);
  }
}
