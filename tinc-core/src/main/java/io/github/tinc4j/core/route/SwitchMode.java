package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;

/**
 * {@code Mode = switch}: routes frames by the MAC addresses that nodes own, which they learn from
 * what their devices send (spec 30, 10).
 */
final class SwitchMode implements Router {

  /** What every path takes of an IP packet, whatever MTU was found for it (RFC 791, RFC 8200). */
  private static final int LEAST_IPV4 = 576;

  private static final int LEAST_IPV6 = 1280;

  /** The longest fragment is never shorter than this, in bytes of frame. */
  private static final int LEAST_FRAGMENT = 590;

  private final RouteSettings settings;
  private final RouteSink sink;
  private final Broadcast broadcast;
  private final Passage passage;
  private final SourceMemory sources;
  private final Frame frame = new Frame();

  SwitchMode(RouteSettings settings, RouteSink sink, Passage passage) {
    this.settings = settings;
    this.sink = sink;
    this.broadcast = new Broadcast(settings);
    this.passage = passage;
    this.sources = new SourceMemory(sink::macSeen);
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
    frame.findIpBehindTag();
    if (source == SELF) {
      sources.seen(Ethernet.source(bytes, offset), nowNs);
    }
    int owner = table.lookupMac(Ethernet.destination(bytes, offset));
    if (owner < 0) {
      spread();
    } else {
      routeTo(owner);
    }
  }

  private void spread() {
    if (frame.source == SELF || passage.takeHop(frame)) {
      broadcast.spread(frame, sink);
    }
  }

  /** From step 2 of spec 30, 10 on, for an address that somebody owns. */
  private void routeTo(int ownerIndex) {
    if (ownerIndex == frame.source) {
      sink.drop(DropReason.LOOP);
      return;
    }
    boolean relayed = frame.source != SELF && ownerIndex != SELF;
    if (relayed && settings.forwarding() == ForwardingMode.OFF) {
      sink.drop(DropReason.PROHIBITED);
      return;
    }
    PeerPath owner = frame.table.peer(ownerIndex);
    if (!owner.reachable()) {
      sink.drop(DropReason.UNREACHABLE);
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
      sink.drop(DropReason.PROHIBITED);
      return;
    }
    PeerPath via = frame.table.peer(viaIndex);
    if (viaIndex != SELF && isTooLong(via.mtu())) {
      // What the sender is told has no lower bound here: below it, it takes the least it may.
      int told = Math.max(via.mtu() - frame.header, 0);
      passage.tooLong(frame, viaIndex, told, Math.max(via.mtu(), LEAST_FRAGMENT));
      return;
    }
    passage.clamp(frame, via);
    if (ownerIndex == SELF) {
      sink.deliver(frame.bytes, frame.offset, frame.length);
    } else {
      sink.send(ownerIndex, frame.bytes, frame.offset, frame.length);
    }
  }

  /** Step 5: what is no IP packet is sent whatever its length, by TCP where UDP does not do. */
  private boolean isTooLong(int mtu) {
    if (frame.length <= mtu || frame.version == 0) {
      return false;
    }
    int least = frame.version == 4 ? LEAST_IPV4 : LEAST_IPV6;
    return frame.length > least + frame.header;
  }
}
