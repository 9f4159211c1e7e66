package io.github.tinc4j.core.route;

/**
 * The header every frame begins with (spec 20, 1).
 *
 * <pre>
 *  0            6            12          14
 *  +------------+------------+-----------+--------
 *  | to (MAC)   | from (MAC) | EtherType | payload
 *  +------------+------------+-----------+--------
 * </pre>
 */
public final class Ethernet {

  /** Length of the header in bytes. */
  public static final int HEADER = 14;

  /** The longest frame: 1500 bytes, the header, a VLAN tag. */
  public static final int MAX_FRAME = 1518;

  /** EtherType of MTU probes, which are never routed. */
  public static final int PROBE = 0;

  /** EtherType of IPv4. */
  public static final int IPV4 = 0x0800;

  /** EtherType of IPv6. */
  public static final int IPV6 = 0x86DD;

  /** EtherType of ARP. */
  static final int ARP = 0x0806;

  static final int MAC = 6;
  private static final int TYPE = 12;

  private Ethernet() {}

  /** The EtherType of a frame of at least {@link #HEADER} bytes. */
  public static int type(byte[] frame, int offset) {
    return NetworkOrder.get16(frame, offset + TYPE);
  }

  /** The address a frame is for, 48 bits. */
  static long destination(byte[] frame, int offset) {
    return NetworkOrder.get64(frame, offset) >>> 16;
  }

  /** The address a frame is from, 48 bits. */
  static long source(byte[] frame, int offset) {
    return NetworkOrder.get64(frame, offset + MAC) >>> 16;
  }

  /** Writes the low 48 bits of {@code address} as the address a frame is for. */
  static void putDestination(byte[] frame, int offset, long address) {
    NetworkOrder.put16(frame, offset, (int) (address >>> 32));
    NetworkOrder.put32(frame, offset + 2, (int) address);
  }

  /** Writes a header with MAC addresses zero, as packets of a tun device have it. */
  public static void putHeader(byte[] frame, int offset, int type) {
    NetworkOrder.put32(frame, offset, 0);
    NetworkOrder.put32(frame, offset + 4, 0);
    NetworkOrder.put32(frame, offset + 8, 0);
    NetworkOrder.put16(frame, offset + TYPE, type);
  }
}
