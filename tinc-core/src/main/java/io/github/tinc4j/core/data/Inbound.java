package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.data.Counters.Way;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.route.Ethernet;
import io.github.tinc4j.core.route.Router;
import io.github.tinc4j.core.tunnel.Dropped;
import io.github.tinc4j.core.tunnel.Opener;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way in of one lane: whose datagram is it, is it intact, is it a probe (spec 20, 7 and 9).
 * Belongs to the lane's thread.
 */
final class Inbound {

  private final int lane;
  private final Router router;
  private final Outbound outbound;
  private final DeviceOut device;
  private final UdpOut udp;
  private final SourceResolver resolver;
  private final Counters counters;

  // The address punted last, so that a burst before the next table says it once.
  private ForwardingTable reportedIn = ForwardingTable.EMPTY;
  private Punt.@Nullable AddressSeen reported;

  Inbound(
      int lane, DataPlane plane, Router router, Outbound outbound, DeviceOut device, UdpOut udp) {
    this.lane = lane;
    this.router = router;
    this.outbound = outbound;
    this.device = device;
    this.udp = udp;
    this.resolver = new SourceResolver(lane, plane.fullTrials());
    this.counters = plane.counters();
  }

  /** Opens the datagrams of a batch and routes their frames. */
  void open(ForwardingTable table, DatagramBatch datagrams, int socket, long nowNs) {
    outbound.begin(table, false);
    PacketBatch packets = datagrams.packets();
    int intact = 0;
    long bytes = 0;
    for (int slot = 0; slot < datagrams.count(); slot++) {
      int length = packets.length(slot);
      // Spec 20, 7.1: an empty datagram is ignored.
      if (length == 0) {
        continue;
      }
      int offset = packets.offset(slot);
      InetSocketAddress source = datagrams.address(slot);
      if (open(table, packets.array(), offset, length, source, socket, nowNs)) {
        intact++;
        bytes += length;
      }
    }
    counters.moved(Way.UDP_RECEIVED, intact, bytes);
  }

  /** Opens one datagram; false when it was dropped as not intact. */
  private boolean open(
      ForwardingTable table,
      byte[] datagram,
      int offset,
      int length,
      InetSocketAddress source,
      int socket,
      long nowNs) {
    InetSocketAddress from = source;
    PeerPath peer = table.bySource(source);
    if (peer == null) {
      InetSocketAddress normalised = SourceResolver.normalised(source);
      peer = resolver.resolve(table, normalised, datagram, offset, length, nowNs);
      from = normalised;
    }
    if (peer == null) {
      outbound.drop(DropReason.UNKNOWN_SOURCE);
      return false;
    }
    OpeningKey key = peer.opening();
    if (key == null) {
      outbound.drop(DropReason.NO_KEY_GIVEN);
      return false;
    }
    // An opener answers with frames of 14 to 1518 bytes only.
    Opener opener = key.lane(lane);
    byte[] frame = device.frameArray();
    int start = device.frameStart();
    int frameLength = opener.open(datagram, offset, length, frame, start);
    if (frameLength < 0) {
      outbound.drop(Dropped.reason(frameLength));
      return false;
    }
    if (socket != peer.socket() || !PeerPath.isSame(from, peer.udpAddress())) {
      report(table, peer, from, socket);
    }
    if (Ethernet.type(frame, start) == Ethernet.PROBE) {
      probe(peer, opener, from, socket, frame, start, frameLength);
    } else {
      router.route(table, peer.index(), frame, start, frameLength, nowNs);
    }
    return true;
  }

  /**
   * Spec 20, 9.1: a request goes back as it is, marked as a reply, to where it came from. Without a
   * key it cannot; but who asks gives up soon, so that the key is asked for at once.
   */
  private void probe(
      PeerPath peer,
      Opener opener,
      InetSocketAddress source,
      int socket,
      byte[] frame,
      int start,
      int length) {
    if (frame[start] != 0) {
      outbound.puntPacket(new Punt.ProbeReply(peer.name(), opener.probeLength()));
      return;
    }
    SealingKey key = peer.sealing();
    if (key == null) {
      outbound.drop(DropReason.UNREACHABLE);
      outbound.tell(new Punt.KeyWanted(peer.name()));
      return;
    }
    frame[start] = 1;
    udp.send(peer, key, source, socket, frame, start, length);
  }

  private void report(ForwardingTable table, PeerPath peer, InetSocketAddress source, int socket) {
    Punt.AddressSeen last = reported;
    boolean repeated =
        last != null
            && reportedIn == table
            && last.socket() == socket
            && last.node().equals(peer.name())
            && PeerPath.isSame(last.address(), source);
    if (repeated) {
      return;
    }
    var seen = new Punt.AddressSeen(peer.name(), source, socket);
    if (outbound.tell(seen)) {
      reported = seen;
      reportedIn = table;
    }
  }
}
