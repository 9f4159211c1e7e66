package io.github.tinc4j.linux;

import java.nio.ByteBuffer;

/**
 * {@code struct virtio_net_hdr} ({@code linux/virtio_net.h}), which stands before every packet of
 * an interface with {@code IFF_VNET_HDR}, in both directions. All fields are unsigned and in the
 * order of the machine, unlike what follows them.
 *
 * <pre>
 * byte  0       1          2         4          6            8             10
 *       | flags | gso_type | hdr_len | gso_size | csum_start | csum_offset | packet
 * </pre>
 *
 * <p>{@code hdr_len} and {@code csum_start} count from the beginning of the packet, on tap that of
 * the frame; {@code csum_offset} from {@code csum_start}.
 */
final class VnetHeader {

  static final int SIZE = 10;

  /** The checksum field holds the sum of the pseudo-header only, or is to hold no more. */
  static final int NEEDS_CSUM = 1;

  static final int GSO_NONE = 0;
  static final int GSO_TCPV4 = 1;
  static final int GSO_TCPV6 = 4;
  static final int GSO_UDP_L4 = 5;

  /** A bit of the type: the first segment of a TCP packet has CWR set. */
  static final int GSO_ECN = 0x80;

  private static final int FLAGS = 0;
  private static final int GSO_TYPE = 1;
  private static final int HDR_LEN = 2;
  private static final int GSO_SIZE = 4;
  private static final int CSUM_START = 6;
  private static final int CSUM_OFFSET = 8;

  private VnetHeader() {}

  static boolean needsChecksum(ByteBuffer header) {
    return (header.get(FLAGS) & NEEDS_CSUM) != 0;
  }

  /** The type without {@link #GSO_ECN}. */
  static int gsoType(ByteBuffer header) {
    return header.get(GSO_TYPE) & 0xff & ~GSO_ECN;
  }

  static int gsoSize(ByteBuffer header) {
    return header.getShort(GSO_SIZE) & 0xffff;
  }

  static int checksumStart(ByteBuffer header) {
    return header.getShort(CSUM_START) & 0xffff;
  }

  static int checksumOffset(ByteBuffer header) {
    return header.getShort(CSUM_OFFSET) & 0xffff;
  }

  /** Says that a packet is alone and complete. */
  static void putSingle(ByteBuffer header) {
    header.putLong(0, 0).putShort(Long.BYTES, (short) 0);
  }

  /**
   * Says that a packet is to be cut into segments and given checksums.
   *
   * @param headerLength bytes before the payload
   * @param segmentSize payload of each segment but the last, which may have less
   * @param checksumStart where the header of TCP or UDP begins
   * @param checksumOffset where in there the checksum is
   */
  static void putGroup(
      ByteBuffer header,
      int gsoType,
      int headerLength,
      int segmentSize,
      int checksumStart,
      int checksumOffset) {
    header.put(FLAGS, (byte) NEEDS_CSUM);
    header.put(GSO_TYPE, (byte) gsoType);
    header.putShort(HDR_LEN, (short) headerLength);
    header.putShort(GSO_SIZE, (short) segmentSize);
    header.putShort(CSUM_START, (short) checksumStart);
    header.putShort(CSUM_OFFSET, (short) checksumOffset);
  }

  /** In words, for a log. */
  static String describe(ByteBuffer header) {
    return "flags "
        + (header.get(FLAGS) & 0xff)
        + ", gso_type "
        + (header.get(GSO_TYPE) & 0xff)
        + ", hdr_len "
        + (header.getShort(HDR_LEN) & 0xffff)
        + ", gso_size "
        + gsoSize(header)
        + ", csum_start "
        + checksumStart(header)
        + ", csum_offset "
        + checksumOffset(header);
  }
}
