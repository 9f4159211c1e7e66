package io.github.tinc4j.examples.quickstart;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** ICMP echo packets over IPv4 (RFC 792), as {@code ping} sends and a host answers them. */
final class Echo {

  private static final int IP_HEADER = 20;
  private static final int ICMP_HEADER = 8;
  private static final int PAYLOAD = 56;
  private static final byte REQUEST = 8;
  private static final byte REPLY = 0;

  private Echo() {}

  static byte[] request(InetAddress from, InetAddress to, int sequence) {
    ByteBuffer packet = ByteBuffer.allocate(IP_HEADER + ICMP_HEADER + PAYLOAD);
    packet.put((byte) 0x45).put((byte) 0).putShort((short) packet.capacity());
    packet.putShort((short) sequence).putShort((short) 0x4000);
    packet.put((byte) 64).put((byte) 1).putShort((short) 0);
    packet.put(from.getAddress()).put(to.getAddress());
    packet.putShort(10, checksum(packet, 0, IP_HEADER));
    packet.put(REQUEST).put((byte) 0).putShort((short) 0);
    packet.putShort((short) 1).putShort((short) sequence);
    packet.putShort(IP_HEADER + 2, checksum(packet, IP_HEADER, packet.capacity()));
    return packet.array();
  }

  static boolean isRequest(byte[] packet) {
    return isEcho(packet, REQUEST);
  }

  static boolean isReply(byte[] packet, int sequence) {
    return isEcho(packet, REPLY)
        && ByteBuffer.wrap(packet).getShort(IP_HEADER + 6) == (short) sequence;
  }

  private static boolean isEcho(byte[] packet, byte type) {
    return packet.length >= IP_HEADER + ICMP_HEADER
        && packet[0] == 0x45
        && packet[9] == 1
        && packet[IP_HEADER] == type;
  }

  /** The answer to a request: ends swapped, type changed. */
  static byte[] replyTo(byte[] request) {
    byte[] reply = request.clone();
    System.arraycopy(request, 12, reply, 16, 4);
    System.arraycopy(request, 16, reply, 12, 4);
    reply[IP_HEADER] = REPLY;
    ByteBuffer packet = ByteBuffer.wrap(reply);
    packet.putShort(IP_HEADER + 2, (short) 0);
    packet.putShort(IP_HEADER + 2, checksum(packet, IP_HEADER, reply.length));
    return reply;
  }

  private static short checksum(ByteBuffer packet, int from, int to) {
    int sum = 0;
    for (int at = from; at + 1 < to; at += 2) {
      sum += packet.getShort(at) & 0xffff;
    }
    sum = (sum & 0xffff) + (sum >>> 16);
    sum = (sum & 0xffff) + (sum >>> 16);
    return (short) ~sum;
  }
}
