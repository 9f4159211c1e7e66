package io.github.tinc4j.benchmarks;

import io.github.tinc4j.spi.Layer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a tun or tap interface with offload hands over: {@code struct virtio_net_hdr}, on tap an
 * Ethernet header, an IP and a TCP or UDP header, and the payload of several packets.
 */
final class SuperPacket {

  private static final int VNET_HEADER = 10;
  private static final int ETHERNET_HEADER = 14;
  private static final byte NEEDS_CSUM = 1;
  private static final byte TCP = 6;
  private static final byte UDP = 17;

  private SuperPacket() {}

  /**
   * A super-packet.
   *
   * @param kind tcp4, tcp6, udp4 or udp6
   * @param sourcePort what tells one flow from another
   * @param segmentSize bytes of payload in each packet that it is to be cut into
   */
  static byte[] of(Layer layer, String kind, int sourcePort, int segments, int segmentSize) {
    boolean tcp = kind.startsWith("tcp");
    boolean ip4 = kind.endsWith("4");
    int link = layer == Layer.ETHERNET ? ETHERNET_HEADER : 0;
    int transport = ip4 ? 20 : 40;
    int headers = transport + (tcp ? 32 : 8);
    int length = headers + segments * segmentSize;
    ByteBuffer out = ByteBuffer.allocate(VNET_HEADER + link + length);
    out.order(ByteOrder.nativeOrder());
    out.put(NEEDS_CSUM).put((byte) (tcp ? (ip4 ? 1 : 4) : 5));
    out.putShort((short) (link + headers)).putShort((short) segmentSize);
    out.putShort((short) (link + transport)).putShort((short) (tcp ? 16 : 6));
    out.order(ByteOrder.BIG_ENDIAN);
    if (link > 0) {
      out.putLong(0x0200_0000_0001_0200L).putInt(0x0000_0002);
      out.putShort((short) (ip4 ? 0x0800 : 0x86dd));
    }
    putIpHeader(out, ip4, tcp ? TCP : UDP, length);
    out.putShort((short) sourcePort).putShort((short) 5201);
    int pseudoSum = pseudoSum(out, VNET_HEADER + link, ip4, tcp ? TCP : UDP, length - transport);
    if (tcp) {
      out.putInt(1).putInt(2).putShort((short) 0x8010).putShort((short) 501);
      out.putShort((short) pseudoSum).putShort((short) 0);
      out.putInt(0x0101080a).putLong(3); // timestamps
    } else {
      out.putShort((short) (length - transport)).putShort((short) pseudoSum);
    }
    return out.array();
  }

  private static void putIpHeader(ByteBuffer out, boolean ip4, byte protocol, int length) {
    if (ip4) {
      out.putShort((short) 0x4500).putShort((short) length).putInt(0x4000).put((byte) 64);
      out.put(protocol).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
    } else {
      out.putInt(0x60000000).putShort((short) (length - 40)).put(protocol).put((byte) 64);
      out.putLong(0xfdL << 56).putLong(1).putLong(0xfdL << 56).putLong(2);
    }
  }

  private static int pseudoSum(ByteBuffer out, int ip, boolean ip4, byte protocol, int length) {
    int from = ip + (ip4 ? 12 : 8);
    int to = ip + (ip4 ? 20 : 40);
    int sum = protocol + length;
    for (int at = from; at < to; at += Short.BYTES) {
      sum += out.getShort(at) & 0xffff;
    }
    return (sum & 0xffff) + (sum >> 16);
  }
}
