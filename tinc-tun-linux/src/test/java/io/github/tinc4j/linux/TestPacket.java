package io.github.tinc4j.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A TCP or UDP packet, field by field, and its bytes. It knows nothing of the code under test: what
 * the segments of a super-packet are is said once more, in {@link #segments}, in terms of fields;
 * checksums are summed up byte by byte.
 */
@NullMarked
final class TestPacket implements Cloneable {

  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int PSH = 0x08;
  static final int ACK = 0x10;
  static final int URG = 0x20;
  static final int ECE = 0x40;
  static final int CWR = 0x80;

  /** The bit above CWR, which accurate ECN uses. */
  static final int AE = 0x100;

  static final int TCP = 6;
  static final int UDP = 17;

  /** What the checksum field of TCP or UDP is to hold. */
  enum Sum {
    RIGHT,
    PSEUDO_HEADER,
    WRONG,
    ZERO
  }

  /** What stands before the IP header: nothing, or that of Ethernet. */
  byte[] link = {};

  boolean ip6;
  int trafficClass;
  int flowLabel;
  int id;

  /** The word of DF, MF and offset. */
  int fragment;

  int ttl = 64;
  byte[] source;
  byte[] destination;
  byte[] ipOptions = {};

  /** An IPv6 extension header whose first byte will be the protocol; or empty. */
  byte[] extension = {};

  int wrongHeaderSum;
  int protocol;
  int sourcePort = 40_000;
  int destinationPort = 5201;
  int sequence;
  int acknowledgement = 0x01020304;

  /** 9 bits and the reserved 3 above them. */
  int flags = ACK;

  int window = 501;
  int urgent;
  byte[] options = {};
  Sum sum = Sum.RIGHT;
  byte[] payload = {};

  private TestPacket(boolean ip6, int protocol) {
    this.ip6 = ip6;
    this.protocol = protocol;
    source = address(ip6, 2);
    destination = address(ip6, 1);
  }

  static TestPacket tcp4(byte[] payload) {
    return new TestPacket(false, TCP).payload(payload);
  }

  static TestPacket tcp6(byte[] payload) {
    return new TestPacket(true, TCP).payload(payload);
  }

  static TestPacket udp4(byte[] payload) {
    return new TestPacket(false, UDP).payload(payload);
  }

  static TestPacket udp6(byte[] payload) {
    return new TestPacket(true, UDP).payload(payload);
  }

  /** 10.77.0.n or fd77::n. */
  static byte[] address(boolean ip6, int n) {
    byte[] address = ip6 ? new byte[16] : new byte[] {10, 77, 0, 0};
    if (ip6) {
      address[0] = (byte) 0xfd;
      address[1] = 0x77;
    }
    address[address.length - 1] = (byte) n;
    return address;
  }

  /** Bytes that differ from place to place. */
  static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + i / 255);
    }
    return bytes;
  }

  TestPacket payload(byte[] newPayload) {
    payload = newPayload;
    return this;
  }

  TestPacket flags(int newFlags) {
    flags = newFlags;
    return this;
  }

  TestPacket sum(Sum newSum) {
    sum = newSum;
    return this;
  }

  TestPacket copy() {
    try {
      return (TestPacket) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  boolean isTcp() {
    return protocol == TCP;
  }

  /** Where the header of TCP or UDP begins. */
  int transport() {
    return link.length + ipHeader();
  }

  private int ipHeader() {
    return ip6 ? 40 + extension.length : 20 + ipOptions.length;
  }

  int headerLength() {
    return transport() + (isTcp() ? 20 + options.length : 8);
  }

  int length() {
    return headerLength() + payload.length;
  }

  /**
   * What it must be cut into for an interface without offload, at {@code size} bytes of payload.
   */
  List<TestPacket> segments(int size) {
    List<TestPacket> all = new ArrayList<>();
    for (int at = 0; at < payload.length; at += size) {
      TestPacket one = copy().sum(Sum.RIGHT);
      boolean last = at + size >= payload.length;
      one.payload = Arrays.copyOfRange(payload, at, Math.min(at + size, payload.length));
      if (isTcp()) {
        one.sequence = sequence + at;
        if (!last) {
          one.flags &= ~(FIN | PSH);
        }
        if (at > 0) {
          one.flags &= ~CWR;
        }
      }
      one.id = (id + all.size()) & 0xffff;
      all.add(one);
    }
    return all;
  }

  /** The packet that follows this one in its flow, when it has that payload. */
  TestPacket next(byte[] newPayload) {
    TestPacket next = copy().payload(newPayload);
    next.sequence += payload.length;
    next.id = (id + 1) & 0xffff;
    return next;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(length()).put(link).put(ipBytes()).array();
  }

  private byte[] ipBytes() {
    int ipLength = length() - link.length;
    ByteBuffer out = ByteBuffer.allocate(ipLength);
    if (ip6) {
      out.putInt(6 << 28 | trafficClass << 20 | flowLabel);
      out.putShort((short) (ipLength - 40));
      out.put((byte) (extension.length == 0 ? protocol : 60)).put((byte) ttl);
      out.put(source).put(destination).put(extension);
      if (extension.length > 0) {
        out.put(40, (byte) protocol);
      }
    } else {
      out.put((byte) (0x45 + ipOptions.length / 4)).put((byte) trafficClass);
      out.putShort((short) ipLength).putShort((short) id).putShort((short) fragment);
      out.put((byte) ttl).put((byte) protocol).putShort((short) 0);
      out.put(source).put(destination).put(ipOptions);
      int right = complement(sum(out.array(), 0, ipHeader()));
      out.putShort(10, (short) (right + wrongHeaderSum));
    }
    int transport = ipHeader();
    out.putShort((short) sourcePort).putShort((short) destinationPort);
    if (isTcp()) {
      out.putInt(sequence).putInt(acknowledgement);
      out.putShort((short) ((20 + options.length) << 10 | flags)).putShort((short) window);
      out.putShort((short) 0).putShort((short) urgent).put(options);
    } else {
      out.putShort((short) (8 + payload.length)).putShort((short) 0);
    }
    out.put(payload);
    out.putShort(transport + (isTcp() ? 16 : 6), (short) transportSum(out.array(), transport));
    return out.array();
  }

  private int transportSum(byte[] bytes, int transport) {
    int length = bytes.length - transport;
    long pseudo =
        sum(source, 0, source.length)
            + sum(destination, 0, destination.length)
            + protocol
            + (long) length;
    int right = complement(pseudo + sum(bytes, transport, length));
    if (!isTcp() && right == 0) {
      right = 0xffff;
    }
    return switch (sum) {
      case RIGHT -> right;
      case PSEUDO_HEADER -> ~complement(pseudo) & 0xffff;
      case WRONG -> right == 0x1234 ? 0x4321 : 0x1234;
      case ZERO -> 0;
    };
  }

  /** It, and before it what the kernel says of a super-packet. */
  byte[] asSuperPacket(int segmentSize) {
    int type = isTcp() ? (ip6 ? 4 : 1) : 5;
    boolean ecn = isTcp() && (flags & CWR) != 0;
    return withHeader(
        copy().sum(Sum.PSEUDO_HEADER).bytes(),
        1,
        type | (ecn ? 0x80 : 0),
        headerLength(),
        segmentSize,
        transport(),
        isTcp() ? 16 : 6);
  }

  /** It, and before it that its checksum is still to be computed. */
  byte[] withOpenChecksum() {
    byte[] packet = copy().sum(Sum.PSEUDO_HEADER).bytes();
    return withHeader(packet, 1, 0, 0, 0, transport(), isTcp() ? 16 : 6);
  }

  /** A packet that is complete, and before it a header that says no more. */
  static byte[] alone(byte[] packet) {
    return withHeader(packet, 0, 0, 0, 0, 0, 0);
  }

  static byte[] withHeader(
      byte[] packet, int flags, int type, int headerLength, int size, int start, int offset) {
    return ByteBuffer.allocate(10 + packet.length)
        .order(ByteOrder.nativeOrder())
        .put((byte) flags)
        .put((byte) type)
        .putShort((short) headerLength)
        .putShort((short) size)
        .putShort((short) start)
        .putShort((short) offset)
        .put(packet)
        .array();
  }

  static long sum(byte[] bytes, int offset, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      int value = bytes[offset + i] & 0xff;
      sum += i % 2 == 0 ? value << 8 : value;
    }
    return sum;
  }

  static int complement(long sum) {
    long folded = sum;
    while (folded > 0xffff) {
      folded = (folded & 0xffff) + (folded >> 16);
    }
    return (int) ~folded & 0xffff;
  }
}
