package io.github.tinc4j.interop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A guest on an Ethernet that is a multicast group, one datagram a frame, as with {@code qemu
 * -netdev socket,mcast=}: answers what is asked of its address, and asks another guest until it has
 * answered so often.
 *
 * <p>Arguments: group, port, own MAC address in twelve hexadecimal digits; to ask, that of the
 * other guest and a count. Runs until it is ended.
 */
final class GroupHost {

  /** For local experiments (IEEE 802, 9.2.4). */
  private static final short ETHER_TYPE = (short) 0x88B5;

  private static final long AGAIN_MS = 50;

  private GroupHost() {}

  public static void main(String[] arguments) throws IOException {
    InetSocketAddress group = new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1]));
    byte[] own = HexFormat.of().parseHex(arguments[2]);
    boolean asks = arguments.length > 3;
    byte[] asked = asks ? HexFormat.of().parseHex(arguments[3]) : new byte[0];
    int count = asks ? Integer.parseInt(arguments[4]) : 0;
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        Selector selector = Selector.open()) {
      NetworkInterface eth0 = NetworkInterface.getByName("eth0");
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, eth0);
      channel.bind(group);
      channel.join(group.getAddress(), eth0);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      System.out.println("joined " + group);
      ByteBuffer frame = ByteBuffer.allocate(2048);
      int answers = 0;
      while (true) {
        if (answers < count) {
          channel.send(frame(asked, own, "ask"), group);
        }
        selector.select(AGAIN_MS);
        selector.selectedKeys().clear();
        while (channel.receive(frame.clear()) != null) {
          frame.flip();
          if (isFor(frame, own)) {
            String word = StandardCharsets.US_ASCII.decode(frame.position(14)).toString();
            byte[] from = new byte[6];
            frame.get(6, from);
            if (word.equals("ask")) {
              channel.send(frame(from, own, "answer"), group);
            } else if (word.equals("answer") && ++answers == count) {
              System.out.println("answered " + count + " times");
            }
          }
        }
      }
    }
  }

  private static boolean isFor(ByteBuffer frame, byte[] own) {
    return frame.limit() > 14
        && frame.getShort(12) == ETHER_TYPE
        && frame.slice(0, 6).equals(ByteBuffer.wrap(own));
  }

  private static ByteBuffer frame(byte[] to, byte[] from, String word) {
    byte[] text = word.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(14 + text.length)
        .put(to)
        .put(from)
        .putShort(ETHER_TYPE)
        .put(text)
        .flip();
  }
}
