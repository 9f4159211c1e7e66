package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Answers the host when it asks on an Ethernet device who has an address that a node of the mesh
 * owns: ARP and neighbour solicitations in router mode (spec 30, 9.3; RFC 826, RFC 4861). The
 * answer is written over the question. Belongs to one thread.
 *
 * <p>The address it gives is that of the asker with its last byte turned round: one that the host
 * does not have itself, and that nobody looks at.
 */
final class NeighbourAnswers {

  private static final int ARP = 28;
  private static final int ARP_OPERATION = 6;
  private static final int ARP_SENDER = 8;
  private static final int ARP_SENDER_IP = 14;
  private static final int ARP_TARGET = 18;
  private static final int ARP_TARGET_IP = 24;

  /** Hardware Ethernet, protocol IPv4, lengths 6 and 4. */
  private static final long ARP_ETHERNET_IPV4 = 0x0001_0800_0604L;

  private static final int REQUEST = 1;
  private static final int REPLY = 2;

  /** An ICMPv6 header with the word of flags, and the target. */
  private static final int SOLICITATION = 24;

  private static final int TARGET = 8;
  private static final int OPTION = 8;
  private static final int SOURCE_LINK_ADDRESS = 1;
  private static final int TARGET_LINK_ADDRESS = 2;
  private static final int ADVERTISEMENT_TYPE = 136;
  private static final int SOLICITED = 0x4000_0000;

  private final RouteSink sink;
  private final @Nullable DeviceAddress deviceAddress;

  /**
   * Answers to the device behind {@code sink}.
   *
   * @param deviceAddress learns the asker's address; null when frames need none
   */
  NeighbourAnswers(RouteSink sink, @Nullable DeviceAddress deviceAddress) {
    this.sink = sink;
    this.deviceAddress = deviceAddress;
  }

  /** An ARP packet. */
  void arp(Frame frame) {
    if (frame.source != Router.SELF) {
      sink.drop(DropReason.UNKNOWN_TYPE);
      return;
    }
    if (frame.length < Ethernet.HEADER + ARP) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    byte[] bytes = frame.bytes;
    int arp = frame.offset + Ethernet.HEADER;
    learn(frame);
    boolean request =
        NetworkOrder.get64(bytes, arp) >>> 16 == ARP_ETHERNET_IPV4
            && NetworkOrder.get16(bytes, arp + ARP_OPERATION) == REQUEST;
    if (!request) {
      sink.drop(DropReason.UNKNOWN_TYPE);
      return;
    }
    int asked = NetworkOrder.get32(bytes, arp + ARP_TARGET_IP);
    if (!isElsewhere(frame.table.lookupIpv4(asked))) {
      return;
    }
    int asker = NetworkOrder.get32(bytes, arp + ARP_SENDER_IP);
    System.arraycopy(bytes, arp + ARP_SENDER, bytes, arp + ARP_TARGET, Ethernet.MAC);
    NetworkOrder.put32(bytes, arp + ARP_TARGET_IP, asker);
    NetworkOrder.put16(bytes, arp + ARP_OPERATION, REPLY);
    turnHeader(frame);
    System.arraycopy(bytes, frame.offset + Ethernet.MAC, bytes, arp + ARP_SENDER, Ethernet.MAC);
    NetworkOrder.put32(bytes, arp + ARP_SENDER_IP, asked);
    sink.deliver(bytes, frame.offset, frame.length);
  }

  /** An ICMPv6 packet of type neighbour solicitation; the fixed IPv6 header is whole. */
  void solicitation(Frame frame) {
    if (frame.source != Router.SELF) {
      sink.drop(DropReason.UNKNOWN_TYPE);
      return;
    }
    byte[] bytes = frame.bytes;
    int ip = frame.ip();
    int icmp = ip + IpView.IPV6_HEADER;
    int rest = frame.end() - icmp;
    if (rest < SOLICITATION) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    learn(frame);
    int option = icmp + SOLICITATION;
    boolean withOption = rest >= SOLICITATION + OPTION;
    int size = withOption ? SOLICITATION + OPTION : SOLICITATION;
    boolean intact = Checksum.of(sum(bytes, ip, size)) == 0;
    if (!intact || (withOption && bytes[option] != SOURCE_LINK_ADDRESS)) {
      sink.drop(DropReason.UNKNOWN_TYPE);
      return;
    }
    int target = icmp + TARGET;
    int owner =
        frame.table.lookupIpv6(
            NetworkOrder.get64(bytes, target), NetworkOrder.get64(bytes, target + 8));
    if (!isElsewhere(owner)) {
      return;
    }
    turnHeader(frame);
    System.arraycopy(bytes, ip + IpView.IPV6_SOURCE, bytes, ip + IpView.IPV6_DESTINATION, 16);
    System.arraycopy(bytes, target, bytes, ip + IpView.IPV6_SOURCE, 16);
    bytes[icmp] = (byte) ADVERTISEMENT_TYPE;
    NetworkOrder.put16(bytes, icmp + 2, 0);
    NetworkOrder.put32(bytes, icmp + 4, SOLICITED);
    if (withOption) {
      bytes[option] = TARGET_LINK_ADDRESS;
      System.arraycopy(bytes, frame.offset + Ethernet.MAC, bytes, option + 2, Ethernet.MAC);
    }
    NetworkOrder.put16(bytes, icmp + 2, Checksum.of(sum(bytes, ip, size)));
    sink.deliver(bytes, frame.offset, frame.length);
  }

  private void learn(Frame frame) {
    if (deviceAddress != null) {
      deviceAddress.learn(Ethernet.source(frame.bytes, frame.offset));
    }
  }

  /** Whether a node of the mesh is to be answered for; the host answers for itself. */
  private boolean isElsewhere(int owner) {
    if (owner == Router.SELF) {
      sink.drop(DropReason.LOOP);
    } else if (owner < 0) {
      sink.drop(DropReason.NO_ROUTE);
    }
    return owner > Router.SELF;
  }

  /** The frame goes back to who sent it, from the address that it gets to know. */
  private static void turnHeader(Frame frame) {
    byte[] bytes = frame.bytes;
    int from = frame.offset + Ethernet.MAC;
    System.arraycopy(bytes, from, bytes, frame.offset, Ethernet.MAC);
    bytes[from + Ethernet.MAC - 1] ^= (byte) 0xFF;
  }

  /** The sum under the checksum of ICMPv6: pseudo header (RFC 8200, 8.1) and {@code size} bytes. */
  private static int sum(byte[] bytes, int ip, int size) {
    int pseudo = Checksum.add(size + IpView.ICMPV6, bytes, ip + IpView.IPV6_SOURCE, 32);
    return Checksum.add(pseudo, bytes, ip + IpView.IPV6_HEADER, size);
  }
}
