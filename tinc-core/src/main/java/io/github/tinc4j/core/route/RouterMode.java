package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import org.jspecify.annotations.Nullable;

/**
 * {@code Mode = router}: routes IPv4 and IPv6 packets by the subnets of their destinations (spec
 * 30, 9). What an Ethernet device asks about neighbours is answered here.
 */
final class RouterMode implements Router {

  /** What every path takes of IPv4 and IPv6, in bytes of frame, whatever MTU was found for it. */
  private static final int LEAST_MTU_IPV4 = 590;

  private static final int LEAST_MTU_IPV6 = 1294;

  private static final int NEIGHBOUR_SOLICITATION = 135;
  private static final int ICMPV6_HEADER = 8;

  private final RouteSettings settings;
  private final RouteSink sink;
  private final Broadcast broadcast;
  private final Passage passage;
  private final NeighbourAnswers neighbours;
  private final Frame frame = new Frame();

  RouterMode(
      RouteSettings settings,
      RouteSink sink,
      Passage passage,
      @Nullable DeviceAddress deviceAddress) {
    this.settings = settings;
    this.sink = sink;
    this.broadcast = new Broadcast(settings);
    this.passage = passage;
    this.neighbours = new NeighbourAnswers(sink, deviceAddress);
  }

  @Override
  public void route(
      ForwardingTable table, int source, byte[] bytes, int offset, int length, long nowNs) {
    if (length < Ethernet.HEADER) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    if (settings.forwarding() == ForwardingMode.KERNEL && source != SELF) {
      sink.deliver(bytes, offset, length);
      return;
    }
    frame.set(table, source, bytes, offset, length, nowNs);
    frame.findIp();
    if (frame.version == 4) {
      routeIpv4();
    } else if (frame.version == 6) {
      routeIpv6();
    } else {
      other(Ethernet.type(bytes, offset));
    }
  }

  private void other(int type) {
    if (type == Ethernet.ARP) {
      neighbours.arp(frame);
    } else {
      boolean cut = type == Ethernet.IPV4 || type == Ethernet.IPV6;
      sink.drop(cut ? DropReason.FRAME_TOO_SHORT : DropReason.UNKNOWN_TYPE);
    }
  }

  private void routeIpv4() {
    int destination = NetworkOrder.get32(frame.bytes, frame.ip() + IpView.IPV4_DESTINATION);
    if (settings.broadcast() != BroadcastMode.NO && IpView.isIpv4Broadcast(destination)) {
      spread();
    } else {
      routeTo(frame.table.lookupIpv4(destination));
    }
  }

  private void routeIpv6() {
    if (isNeighbourSolicitation()) {
      neighbours.solicitation(frame);
      return;
    }
    int destination = frame.ip() + IpView.IPV6_DESTINATION;
    long high = NetworkOrder.get64(frame.bytes, destination);
    if (settings.broadcast() != BroadcastMode.NO && IpView.isIpv6Multicast(high)) {
      spread();
    } else {
      routeTo(frame.table.lookupIpv6(high, NetworkOrder.get64(frame.bytes, destination + 8)));
    }
  }

  private void spread() {
    if (frame.source == SELF || passage.takeHop(frame)) {
      broadcast.spread(frame, sink);
    }
  }

  /** Spec 30, 9.1 and 9.2, from the result of the lookup on. */
  private void routeTo(int ownerIndex) {
    if (ownerIndex < 0) {
      passage.refuse(frame, IcmpError.NO_ROUTE, 0);
      return;
    }
    if (ownerIndex == frame.source) {
      sink.drop(DropReason.LOOP);
      return;
    }
    PeerPath owner = frame.table.peer(ownerIndex);
    if (!owner.reachable()) {
      passage.refuse(frame, IcmpError.UNREACHABLE, 0);
      return;
    }
    boolean relayed = frame.source != SELF && ownerIndex != SELF;
    if (relayed && settings.forwarding() == ForwardingMode.OFF) {
      passage.refuse(frame, IcmpError.PROHIBITED, 0);
      return;
    }
    if (relayed && !passage.takeHop(frame)) {
      return;
    }
    int viaIndex = owner.via() == SELF ? owner.nexthop() : owner.via();
    if (viaIndex == frame.source) {
      sink.drop(DropReason.LOOP);
      return;
    }
    if (settings.directOnly() && ownerIndex != viaIndex) {
      passage.refuse(frame, IcmpError.PROHIBITED, 0);
      return;
    }
    PeerPath via = frame.table.peer(viaIndex);
    int maxFrame = Math.max(via.mtu(), frame.version == 6 ? LEAST_MTU_IPV6 : LEAST_MTU_IPV4);
    if (viaIndex != SELF && frame.length > maxFrame) {
      passage.tooLong(frame, viaIndex, maxFrame - Ethernet.HEADER, maxFrame);
      return;
    }
    passage.clamp(frame, via);
    if (ownerIndex == SELF) {
      sink.deliver(frame.bytes, frame.offset, frame.length);
    } else {
      sink.send(ownerIndex, frame.bytes, frame.offset, frame.length);
    }
  }

  private boolean isNeighbourSolicitation() {
    int icmpv6 = frame.ip() + IpView.IPV6_HEADER;
    return frame.bytes[frame.ip() + IpView.IPV6_NEXT_HEADER] == IpView.ICMPV6
        && frame.end() - icmpv6 >= ICMPV6_HEADER
        && NetworkOrder.get8(frame.bytes, icmpv6) == NEIGHBOUR_SOLICITATION;
  }
}
