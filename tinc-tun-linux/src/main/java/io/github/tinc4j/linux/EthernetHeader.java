package io.github.tinc4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What stands before an IP packet in an Ethernet frame: addresses, perhaps VLAN tags (IEEE 802.1Q),
 * and the EtherType. Pure functions; any thread.
 *
 * <pre>
 * byte  0             6        12                         12 + 4n     14 + 4n
 *       | destination | source | n tags of 0x8100 or      | EtherType | IP packet
 *       |             |        | 0x88a8 and 2 bytes each  |           |
 * </pre>
 */
final class EthernetHeader {

  /** {@code VLAN_MAX_DEPTH}: behind how many tags Linux looks; {@code linux/if_vlan.h}. */
  static final int MOST_TAGS = 8;

  private static final int TYPE = 12;
  private static final int WITHOUT_TAG = 14;
  private static final int TAG = 4;

  /** The longest that is known here. */
  static final int LONGEST = WITHOUT_TAG + MOST_TAGS * TAG;

  private static final int IP4 = 0x0800;
  private static final int IP6 = 0x86dd;
  private static final int VLAN = 0x8100;
  private static final int SERVICE_VLAN = 0x88a8;

  /** {@link #length} of what is not an IP packet in a frame. */
  static final int NO_IP = -1;

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private EthernetHeader() {}

  /**
   * How many bytes stand before the IP packet of a frame that begins at {@code at}.
   *
   * @param length of the whole frame; may be anything from 0
   * @param mostTags how many tags it may have
   * @return {@link #NO_IP} when the frame is too short, has more tags, or has something else behind
   *     them than IP of the version that the EtherType tells
   */
  static int length(byte[] bytes, int at, int length, int mostTags) {
    for (int tags = 0; tags <= mostTags; tags++) {
      int ip = WITHOUT_TAG + tags * TAG;
      if (length <= ip) {
        return NO_IP;
      }
      int type = (short) SHORTS.get(bytes, at + TYPE + tags * TAG) & 0xffff;
      if (type != VLAN && type != SERVICE_VLAN) {
        int version = (bytes[at + ip] & 0xf0) >> 4;
        return (type == IP4 && version == 4) || (type == IP6 && version == 6) ? ip : NO_IP;
      }
    }
    return NO_IP;
  }

  /** Whether two frames, each at least so long, begin with the same {@code length} bytes. */
  static boolean same(byte[] bytes, int a, int b, int length) {
    return Arrays.equals(bytes, a, a + length, bytes, b, b + length);
  }
}
