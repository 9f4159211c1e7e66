package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import org.jspecify.annotations.Nullable;

/**
 * {@code Mode = router}: routes IPv4 and IPv6 packets by the subnets of their destinations (spec
 * 30, 9). ARP and neighbour solicitations, which only an Ethernet device sends, are not routed.
 */
public final class RouterMode implements Router {

  /** What every path takes of IPv4 and IPv6, in bytes of frame, whatever MTU was found for it. */
  private static final int LEAST_MTU_IPV4 = 590;

  private static final int LEAST_MTU_IPV6 = 1294;

  private static final int NEIGHBOUR_SOLICITATION = 135;
  private static final int ICMPV6_HEADER = 8;

  private final RouteSettings settings;
  private final RateLimit answers;
  private final LocalAddress localAddress;
  private final RouteSink sink;
  private final Broadcast broadcast;
  private final IcmpReply icmp = new IcmpReply();
  private final Fragmenter fragmenter = new Fragmenter();

  // The frame being routed; set by route().
  private ForwardingTable table = ForwardingTable.EMPTY;
  private int source;
  private byte[] frame = new byte[0];
  private int offset;
  private int length;
  private long nowNs;
  private boolean ipv6;

  /**
   * A router for one thread.
   *
   * @param settings what it obeys
   * @param answers permits for ICMP messages, shared with the other threads
   * @param localAddress the host's own addresses
   * @param sink takes its decisions
   */
  public RouterMode(
      RouteSettings settings, RateLimit answers, LocalAddress localAddress, RouteSink sink) {
    this.settings = settings;
    this.answers = answers;
    this.localAddress = localAddress;
    this.sink = sink;
    this.broadcast = new Broadcast(settings.broadcast());
  }

  @Override
  public void route(
      ForwardingTable mesh, int from, byte[] bytes, int start, int size, long timeNs) {
    if (size < Ethernet.HEADER) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    if (settings.forwarding() == ForwardingMode.KERNEL && from != SELF) {
      sink.deliver(bytes, start, size);
      return;
    }
    table = mesh;
    source = from;
    frame = bytes;
    offset = start;
    length = size;
    nowNs = timeNs;
    int type = Ethernet.type(bytes, start);
    if (type == Ethernet.IPV4) {
      ipv6 = false;
      routeIpv4();
    } else if (type == Ethernet.IPV6) {
      ipv6 = true;
      routeIpv6();
    } else {
      sink.drop(DropReason.UNKNOWN_TYPE);
    }
  }

  private void routeIpv4() {
    if (length < Ethernet.HEADER + IpView.IPV4_HEADER) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    int destination = NetworkOrder.get32(frame, ip() + IpView.IPV4_DESTINATION);
    if (settings.broadcast() != BroadcastMode.NO && IpView.isIpv4Broadcast(destination)) {
      spread();
    } else {
      routeTo(table.lookupIpv4(destination));
    }
  }

  private void routeIpv6() {
    if (length < Ethernet.HEADER + IpView.IPV6_HEADER) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    if (isNeighbourSolicitation()) {
      sink.drop(DropReason.UNKNOWN_TYPE);
      return;
    }
    long high = NetworkOrder.get64(frame, ip() + IpView.IPV6_DESTINATION);
    if (settings.broadcast() != BroadcastMode.NO && IpView.isIpv6Multicast(high)) {
      spread();
    } else {
      long low = NetworkOrder.get64(frame, ip() + IpView.IPV6_DESTINATION + 8);
      routeTo(table.lookupIpv6(high, low));
    }
  }

  private void spread() {
    if (!settings.decrementTtl() || source == SELF || takeHop()) {
      broadcast.spread(table, source, frame, offset, length, sink);
    }
  }

  /** Spec 30, 9.1 and 9.2, from the result of the lookup on. */
  private void routeTo(int ownerIndex) {
    if (ownerIndex < 0) {
      refuse(IcmpError.NO_ROUTE, 0);
      return;
    }
    if (ownerIndex == source) {
      sink.drop(DropReason.LOOP);
      return;
    }
    PeerPath owner = table.peer(ownerIndex);
    if (!owner.reachable()) {
      refuse(IcmpError.UNREACHABLE, 0);
      return;
    }
    boolean relayed = source != SELF && ownerIndex != SELF;
    if (relayed && settings.forwarding() == ForwardingMode.OFF) {
      refuse(IcmpError.PROHIBITED, 0);
      return;
    }
    if (relayed && settings.decrementTtl() && !takeHop()) {
      return;
    }
    int viaIndex = owner.via() == SELF ? owner.nexthop() : owner.via();
    if (viaIndex == source) {
      sink.drop(DropReason.LOOP);
      return;
    }
    if (settings.directOnly() && ownerIndex != viaIndex) {
      refuse(IcmpError.PROHIBITED, 0);
      return;
    }
    PeerPath via = table.peer(viaIndex);
    int maxFrame = Math.max(via.mtu(), ipv6 ? LEAST_MTU_IPV6 : LEAST_MTU_IPV4);
    if (viaIndex != SELF && length > maxFrame) {
      tooLong(viaIndex, maxFrame);
      return;
    }
    clamp(via);
    if (ownerIndex == SELF) {
      sink.deliver(frame, offset, length);
    } else {
      sink.send(ownerIndex, frame, offset, length);
    }
  }

  /** Spec 30, 9.5. Returns false when the packet ends here. */
  private boolean takeHop() {
    if (ipv6 ? TtlStep.ipv6(frame, ip()) : TtlStep.ipv4(frame, ip())) {
      return true;
    }
    int end = offset + length;
    boolean answersNothing =
        ipv6
            ? TtlStep.isTimeExceededIpv6(frame, ip(), end)
            : TtlStep.isTimeExceededIpv4(frame, ip(), end);
    if (answersNothing) {
      sink.drop(DropReason.TTL_EXPIRED);
    } else {
      refuse(IcmpError.TIME_EXCEEDED, 0);
    }
    return false;
  }

  private void tooLong(int viaIndex, int maxFrame) {
    int flags = NetworkOrder.get16(frame, ip() + IpView.IPV4_FRAGMENT);
    if (ipv6 || (flags & IpView.DF) != 0) {
      refuse(IcmpError.TOO_BIG, maxFrame - Ethernet.HEADER);
    } else if (!fragmenter.split(frame, offset, length, maxFrame, viaIndex, sink)) {
      sink.drop(DropReason.NOT_FRAGMENTABLE);
    }
  }

  private void clamp(PeerPath via) {
    boolean ours = via.index() == SELF;
    if (!(ours ? settings.clampMss() : via.options().clampMss())) {
      return;
    }
    int sourceMtu = table.peer(source).mtu();
    int maxFrame = ours ? sourceMtu : Math.min(sourceMtu, via.mtu());
    if (ipv6) {
      MssClamp.ipv6(frame, offset, length, maxFrame);
    } else {
      MssClamp.ipv4(frame, offset, length, maxFrame);
    }
  }

  /** Drops the packet and tells its sender, at a limited rate. */
  private void refuse(IcmpError error, int field) {
    sink.drop(error.reason);
    if (!answers.tryAcquire(nowNs)) {
      sink.drop(DropReason.ANSWER_LIMITED);
      return;
    }
    byte[] from = error == IcmpError.TIME_EXCEEDED ? addressTowardsSender() : null;
    int size =
        ipv6
            ? icmp.ipv6(frame, offset, length, error, field, from)
            : icmp.ipv4(frame, offset, length, error, field, from);
    if (source == SELF) {
      sink.deliver(icmp.array(), 0, size);
    } else {
      sink.send(source, icmp.array(), 0, size);
    }
  }

  private byte @Nullable [] addressTowardsSender() {
    int at = ip() + (ipv6 ? IpView.IPV6_SOURCE : IpView.IPV4_SOURCE);
    byte[] sender = new byte[ipv6 ? 16 : 4];
    System.arraycopy(frame, at, sender, 0, sender.length);
    byte[] local = localAddress.towards(sender);
    return local != null && local.length == sender.length ? local : null;
  }

  private boolean isNeighbourSolicitation() {
    int icmpv6 = ip() + IpView.IPV6_HEADER;
    return frame[ip() + IpView.IPV6_NEXT_HEADER] == IpView.ICMPV6
        && length >= Ethernet.HEADER + IpView.IPV6_HEADER + ICMPV6_HEADER
        && NetworkOrder.get8(frame, icmpv6) == NEIGHBOUR_SOLICITATION;
  }

  private int ip() {
    return offset + Ethernet.HEADER;
  }
}
