package io.github.tinc4j.core.route;

import io.github.tinc4j.core.forward.TestTable;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes frames for tests, and checks them by sums of its own. */
public final class Packets {

  private Packets() {}

  /** An IPv4 frame with TTL 64, a right checksum, and MAC addresses 1...1 and 2...2. */
  public static byte[] ipv4(String from, String to, int protocol, byte[] payload) {
    return ipv4(from, to, protocol, 0, new byte[0], payload);
  }

  /**
   * An IPv4 frame.
   *
   * @param flags the word of DF, MF and offset
   * @param options a multiple of four bytes
   */
  public static byte[] ipv4(
      String from, String to, int protocol, int flags, byte[] options, byte[] payload) {
    int header = 20 + options.length;
    byte[] bytes = new byte[14 + header + payload.length];
    ByteBuffer frame = ethernet(bytes, 0x0800);
    frame.put((byte) (0x40 | header / 4)).put((byte) 0);
    frame.putShort((short) (header + payload.length)).putShort((short) 0x1234);
    frame.putShort((short) flags).put((byte) 64).put((byte) protocol).putShort((short) 0);
    frame.put(TestTable.ip(from).getAddress()).put(TestTable.ip(to).getAddress());
    frame.put(options).put(payload);
    frame.putShort(24, (short) sum(bytes, 14, header, 0));
    return bytes;
  }

  /** An IPv6 frame with hop limit 64. */
  public static byte[] ipv6(String from, String to, int nextHeader, byte[] payload) {
    byte[] bytes = new byte[14 + 40 + payload.length];
    ByteBuffer frame = ethernet(bytes, 0x86DD);
    frame.putInt(0x60000000).putShort((short) payload.length);
    frame.put((byte) nextHeader).put((byte) 64);
    frame.put(TestTable.ip(from).getAddress()).put(TestTable.ip(to).getAddress());
    frame.put(payload);
    return bytes;
  }

  /** The same frame between two MAC addresses of 48 bits. */
  public static byte[] between(long from, long to, byte[] frame) {
    byte[] bytes = frame.clone();
    ByteBuffer.wrap(bytes).putShort((short) (to >>> 32)).putInt((int) to);
    ByteBuffer.wrap(bytes, 6, 6).putShort((short) (from >>> 32)).putInt((int) from);
    return bytes;
  }

  /** The same frame with a VLAN tag of priority 5, number 7. */
  public static byte[] tagged(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.allocate(frame.length + 4);
    bytes.put(frame, 0, 12).putShort((short) 0x8100).putShort((short) 0xA007);
    return bytes.put(frame, 12, frame.length - 12).array();
  }

  /** The same frame without its VLAN tag. */
  public static byte[] untagged(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.allocate(frame.length - 4);
    return bytes.put(frame, 0, 12).put(frame, 16, frame.length - 16).array();
  }

  /** An ICMPv6 message between two addresses, with its checksum. */
  public static byte[] icmpv6(String from, String to, byte[] message) {
    byte[] frame = ipv6(from, to, 58, message);
    int checksum = sum(frame, 54, message.length, pseudo(frame, 58, message.length));
    ByteBuffer.wrap(frame).putShort(56, (short) checksum);
    return frame;
  }

  /** A TCP SYN over IPv4 with these options, padded to a multiple of four. */
  public static byte[] synIpv4(String from, String to, int... options) {
    byte[] frame = ipv4(from, to, 6, tcp(options));
    return withTcpChecksum(frame);
  }

  /** A TCP SYN over IPv6 with these options, padded to a multiple of four. */
  public static byte[] synIpv6(String from, String to, int... options) {
    return withTcpChecksum(ipv6(from, to, 6, tcp(options)));
  }

  /** Whether header and, for TCP and ICMP, payload checksums of the frame are right. */
  public static boolean checksumsHold(byte[] frame) {
    boolean ipv4 = frame[12] == 0x08;
    int header = ipv4 ? (frame[14] & 15) * 4 : 40;
    int protocol = ipv4 ? frame[23] : frame[20];
    int payload = 14 + header;
    int pseudo = ipv4 && protocol == 1 ? 0 : pseudo(frame, protocol, frame.length - payload);
    return (!ipv4 || sum(frame, 14, header, 0) == 0)
        && sum(frame, payload, frame.length - payload, pseudo) == 0;
  }

  /** The bytes of {@code frame} with as many counted up as {@code length} tells. */
  public static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 256);
    }
    return bytes;
  }

  /** A part of {@code bytes}. */
  public static byte[] part(byte[] bytes, int from, int length) {
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  private static byte[] withTcpChecksum(byte[] frame) {
    boolean ipv4 = frame[12] == 0x08;
    int tcp = 14 + (ipv4 ? 20 : 40);
    int checksum = sum(frame, tcp, frame.length - tcp, pseudo(frame, 6, frame.length - tcp));
    ByteBuffer.wrap(frame).putShort(tcp + 16, (short) checksum);
    return frame;
  }

  private static byte[] tcp(int... options) {
    int padded = (options.length + 3) & ~3;
    ByteBuffer tcp = ByteBuffer.allocate(20 + padded);
    tcp.putShort((short) 40000).putShort((short) 80).putInt(77).putInt(0);
    tcp.put((byte) ((20 + padded) << 2)).put((byte) 2).putShort((short) 8192);
    tcp.putInt(0);
    for (int option : options) {
      tcp.put((byte) option);
    }
    return tcp.array();
  }

  private static ByteBuffer ethernet(byte[] bytes, int type) {
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.put(new byte[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2}).putShort((short) type);
    return frame;
  }

  private static int pseudo(byte[] frame, int protocol, int payload) {
    boolean ipv4 = frame[12] == 0x08;
    int addresses = ipv4 ? 26 : 22;
    int sum = protocol + payload;
    for (int i = 0; i < (ipv4 ? 8 : 32); i++) {
      sum += (frame[addresses + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  /** One's complement sum, byte by byte. */
  private static int sum(byte[] bytes, int offset, int length, int start) {
    long sum = start;
    for (int i = 0; i < length; i++) {
      sum += (bytes[offset + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) ~sum & 0xFFFF;
  }
}
