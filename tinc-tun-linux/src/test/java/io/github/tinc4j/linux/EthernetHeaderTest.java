package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullMarked;

@NullMarked
class EthernetHeaderTest {

  private static final int BEFORE = 5;

  @Property
  void theIpPacketIsFoundBehindAsManyTagsAsAreAllowed(
      @ForAll Framing framing, @ForAll boolean ip6, @ForAll @IntRange(max = 3) int mostTags) {
    if (framing != Framing.BARE) {
      int tags = (framing.length() - 14) / 4;
      int expected = tags <= mostTags ? framing.length() : EthernetHeader.NO_IP;
      assertThat(length(frame(framing, ip6), mostTags)).isEqualTo(expected);
    }
  }

  @Property
  void aFrameThatEndsBeforeTheIpPacketHasNone(@ForAll Framing framing, @ForAll boolean ip6) {
    byte[] frame = frame(framing, ip6);
    for (int length = 0; length <= framing.length(); length++) {
      assertThat(length(Arrays.copyOf(frame, length), 8)).isEqualTo(EthernetHeader.NO_IP);
    }
  }

  @Property
  void whateverComesOnlyTheBytesOfTheFrameAreLookedAt(
      @ForAll Random random, @ForAll @IntRange(max = 60) int length) {
    byte[] frame = new byte[length];
    random.nextBytes(frame);
    for (int at = 12; at + 1 < length && random.nextInt(4) > 0; at += 4) {
      frame[at] = (byte) 0x81;
      frame[at + 1] = 0;
    }
    assertThat(EthernetHeader.length(frame, 0, length, 8))
        .isIn(EthernetHeader.NO_IP, 14, 18, 22, 26, 30, 34, 38, 42, 46);
  }

  @Example
  void whatIsNoIpOrOfAnotherVersionIsNone() {
    for (int type : new int[] {0, 46, 1500, 0x0806, 0x88cc, 0x8847, 0x88e5, 0x9100, 0xffff}) {
      byte[] frame = frame(Framing.FRAME, false);
      frame[12] = (byte) (type >> 8);
      frame[13] = (byte) type;
      assertThat(length(frame, 8)).as("type %x", type).isEqualTo(EthernetHeader.NO_IP);
    }
    for (int version = 0; version < 16; version++) {
      byte[] frame4 = frame(Framing.TAGGED, false);
      frame4[18] = (byte) (version << 4 | 5);
      assertThat(length(frame4, 8)).isEqualTo(version == 4 ? 18 : EthernetHeader.NO_IP);
      byte[] frame6 = frame(Framing.TAGGED, true);
      frame6[18] = (byte) (version << 4);
      assertThat(length(frame6, 8)).isEqualTo(version == 6 ? 18 : EthernetHeader.NO_IP);
    }
  }

  @Example
  void headersAreTheSameWhenEveryByteIs() {
    byte[] bytes = Arrays.copyOf(Framing.TAGGED.header(true), 36);
    System.arraycopy(bytes, 0, bytes, 18, 18);
    assertThat(EthernetHeader.same(bytes, 0, 18, 18)).isTrue();
    for (int at = 0; at < 18; at++) {
      byte[] other = bytes.clone();
      other[18 + at] ^= 1;
      assertThat(EthernetHeader.same(other, 0, 18, 18)).as("byte %s", at).isFalse();
    }
  }

  private static byte[] frame(Framing framing, boolean ip6) {
    TestPacket packet = ip6 ? TestPacket.udp6(new byte[0]) : TestPacket.udp4(new byte[0]);
    return framing.with(packet).bytes();
  }

  /** Of a frame that does not begin where the array does, and after which there is nothing. */
  private static int length(byte[] frame, int mostTags) {
    byte[] bytes = new byte[BEFORE + frame.length];
    System.arraycopy(frame, 0, bytes, BEFORE, frame.length);
    return EthernetHeader.length(bytes, BEFORE, frame.length, mostTags);
  }
}
