package io.github.tinc4j.linux;

import io.github.tinc4j.spi.Layer;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** What may stand before an IP packet: nothing on tun, else an Ethernet header and VLAN tags. */
@NullMarked
enum Framing {
  BARE(0, 0, 0),
  FRAME(14, 0, 0),
  TAGGED(18, 0, 0x8100),
  SERVICE_TAGGED(18, 0, 0x88a8),
  TWICE_TAGGED(22, 0x88a8, 0x8100);

  /** Frames that may be joined. */
  static final List<Framing> FRAMES = List.of(FRAME, TAGGED, SERVICE_TAGGED);

  private static final byte[] DESTINATION = {2, 0, 0, 0, 0, 1};
  private static final byte[] SOURCE = {2, 0, 0, 0, 0, 2};

  /** Priority 5, VLAN 77. */
  private static final int TAG = 0xa04d;

  private final int length;

  /** Types of tags; 0 for none. */
  private final int outerTag;

  private final int innerTag;

  Framing(int length, int outerTag, int innerTag) {
    this.length = length;
    this.outerTag = outerTag;
    this.innerTag = innerTag;
  }

  Layer layer() {
    return this == BARE ? Layer.IP : Layer.ETHERNET;
  }

  /** Whether packets in it may be joined. */
  boolean isJoinable() {
    return outerTag == 0;
  }

  int length() {
    return length;
  }

  /** The header before a packet of that version. */
  byte[] header(boolean ip6) {
    ByteBuffer out = ByteBuffer.allocate(length);
    if (this != BARE) {
      out.put(DESTINATION).put(SOURCE);
      if (outerTag != 0) {
        out.putShort((short) outerTag).putShort((short) (TAG + 1));
      }
      if (innerTag != 0) {
        out.putShort((short) innerTag).putShort((short) TAG);
      }
      out.putShort((short) (ip6 ? 0x86dd : 0x0800));
    }
    return out.array();
  }

  /** The packet, with such a header before it. */
  TestPacket with(TestPacket packet) {
    packet.link = header(packet.ip6);
    return packet;
  }

  /** How long the header of a frame is, or would be if the frame were not too short. */
  static int lengthOf(byte[] frame) {
    int length = 14;
    while (isTag(typeAt(frame, length - 2))) {
      length += 4;
    }
    return length;
  }

  /** The EtherType at a place; -1 beyond the end. */
  static int typeAt(byte[] frame, int at) {
    return at + 2 <= frame.length ? ByteBuffer.wrap(frame).getShort(at) & 0xffff : -1;
  }

  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8;
  }
}
