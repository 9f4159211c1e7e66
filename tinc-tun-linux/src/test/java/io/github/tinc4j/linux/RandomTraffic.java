package io.github.tinc4j.linux;

import io.github.tinc4j.linux.TestPacket.Sum;
import io.github.tinc4j.spi.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullMarked;

/**
 * What a host may get from a mesh: several flows that take turns, most of whose packets continue
 * each other, and among them every kind of packet that must not be joined.
 */
@NullMarked
final class RandomTraffic {

  private static final int[] FLAGS = {
    TestPacket.FIN,
    TestPacket.SYN,
    TestPacket.RST,
    TestPacket.URG,
    TestPacket.ECE,
    TestPacket.CWR,
    TestPacket.AE,
    TestPacket.ECE | TestPacket.CWR,
    TestPacket.PSH | TestPacket.FIN
  };

  private final Random random;

  private final Layer layer;

  /** DF, or 0 for packets that may yet be fragmented. */
  private final int dontFragment;

  private final List<TestPacket> flows = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();

  /** Traffic in which IPv4 packets may have DF, or none has. */
  RandomTraffic(Random random, Layer layer, boolean dontFragment, int flowCount) {
    this.random = random;
    this.layer = layer;
    this.dontFragment = dontFragment ? 0x4000 : 0;
    for (int flow = 0; flow < flowCount; flow++) {
      flows.add(newFlow(flow));
      sizes.add(1 + random.nextInt(1400));
    }
  }

  List<byte[]> packets(int count) {
    List<byte[]> packets = new ArrayList<>();
    while (packets.size() < count) {
      int flow = random.nextInt(flows.size());
      for (int burst = 1 + random.nextInt(8); burst > 0 && packets.size() < count; burst--) {
        packets.add(random.nextInt(3) > 0 ? plain(flow) : anyOdd(flow));
      }
    }
    return packets;
  }

  private TestPacket newFlow(int number) {
    TestPacket packet =
        switch (random.nextInt(4)) {
          case 0 -> TestPacket.tcp4(new byte[0]);
          case 1 -> TestPacket.tcp6(new byte[0]);
          case 2 -> TestPacket.udp4(new byte[0]);
          default -> TestPacket.udp6(new byte[0]);
        };
    packet.sourcePort += random.nextInt(3);
    packet.destinationPort += number % 2;
    packet.source = TestPacket.address(packet.ip6, 2 + random.nextInt(2));
    packet.fragment = random.nextBoolean() ? dontFragment : 0;
    packet.id = random.nextInt(1 << 16);
    packet.sequence = random.nextInt();
    packet.trafficClass = random.nextInt(256);
    packet.flowLabel = random.nextInt(1 << 20);
    packet.options = bytes(4 * random.nextInt(4));
    return framing().with(packet);
  }

  private Framing framing() {
    return switch (layer) {
      case IP -> Framing.BARE;
      case ETHERNET -> Framing.FRAMES.get(random.nextInt(3));
    };
  }

  /** The next packet of a flow, as it is while a program sends much. */
  private byte[] plain(int flow) {
    return send(flow, flows.get(flow).next(bytes(sizes.get(flow))));
  }

  private byte[] send(int flow, TestPacket packet) {
    flows.set(flow, packet);
    return packet.bytes();
  }

  private byte[] anyOdd(int flow) {
    return layer == Layer.ETHERNET && random.nextInt(5) == 0 ? oddFrame(flow) : odd(flow);
  }

  /** A frame that goes another way through the Ethernet, or one with something else in it. */
  private byte[] oddFrame(int flow) {
    TestPacket next = flows.get(flow).next(bytes(sizes.get(flow)));
    byte[] link = next.link.clone();
    switch (random.nextInt(6)) {
      case 0 -> link[random.nextInt(12)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> link = framing().header(next.ip6);
      case 2 -> {
        int place = link.length > 14 ? 14 + random.nextInt(2) : 11;
        link[place] ^= (byte) (1 << random.nextInt(8));
      }
      default -> {
        flows.set(flow, next.copy());
        switch (random.nextInt(4)) {
          case 0 -> Framing.TWICE_TAGGED.with(next);
          case 1 -> next.link = framing().header(!next.ip6);
          case 2 -> {
            link[link.length - 1] ^= (byte) (1 << random.nextInt(8));
            next.link = link;
          }
          default -> {
            byte[] bytes = next.bytes(); // padded
            return Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(46));
          }
        }
        return next.bytes();
      }
    }
    next.link = link;
    return send(flow, next);
  }

  private byte[] odd(int flow) {
    TestPacket next = flows.get(flow).next(bytes(sizes.get(flow)));
    switch (random.nextInt(22)) {
      case 0 -> next.payload = bytes(0);
      case 1 -> next.payload = bytes(random.nextInt(sizes.get(flow)));
      case 2 -> sizes.set(flow, 1 + random.nextInt(1400));
      case 3 -> next.flags |= TestPacket.PSH;
      case 4 -> next.flags |= FLAGS[random.nextInt(FLAGS.length)];
      case 5 -> next.trafficClass = random.nextInt(256);
      case 6 -> next.ttl = random.nextInt(256);
      case 7 -> next.fragment ^= dontFragment;
      case 8 -> next.flowLabel ^= 1 << random.nextInt(20);
      case 9 -> next.acknowledgement += random.nextInt(3000);
      case 10 -> next.window ^= 1 << random.nextInt(16);
      case 11 -> next.urgent ^= 1 << random.nextInt(16);
      case 12 -> next.options = bytes(4 * random.nextInt(4));
      case 13 -> next.sequence += random.nextInt(3) - 1;
      case 14 -> next.id = random.nextInt(1 << 16);
      case 15 -> next.sourcePort ^= 1;
      default -> {
        return once(flow, next);
      }
    }
    byte[] bytes = send(flow, next);
    next.flags = TestPacket.ACK;
    return bytes;
  }

  /** A packet after which the flow goes on as before. */
  private byte[] once(int flow, TestPacket next) {
    flows.set(flow, next.copy());
    switch (random.nextInt(8)) {
      case 0 -> next.sum = Sum.WRONG;
      case 1 -> next.sum = Sum.ZERO;
      case 2 -> next.wrongHeaderSum = 1 + random.nextInt(0xffff);
      case 3 -> next.fragment |= 1 << random.nextInt(14);
      case 4 -> next.ipOptions = bytes(4);
      case 5 -> next.extension = bytes(8);
      case 6 -> {
        byte[] bytes = next.bytes();
        bytes[random.nextInt(next.headerLength())] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      }
      default -> {
        byte[] bytes = next.bytes();
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 10));
      }
    }
    return next.bytes();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
