package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.data.Counters.Way;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.route.TrafficClass;
import io.github.tinc4j.core.tunnel.Dropped;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one lane has for other nodes by UDP: seals frames, and collects the datagrams until they are
 * flushed. Belongs to the lane's thread.
 */
final class UdpOut {

  private final int lane;
  private final DatagramSender udp;
  private final PuntQueue punts;
  private final Counters counters;

  /** {@code PriorityInheritance}; null where datagrams have no priority. */
  private final @Nullable TrafficClass inherited;

  private final Datagrams datagrams = new Datagrams(Outbound.BATCH);

  UdpOut(int lane, DataPlane plane) {
    this.lane = lane;
    this.udp = plane.udp();
    this.punts = plane.punts();
    this.counters = plane.counters();
    this.inherited = plane.config().priorityInheritance() ? new TrafficClass() : null;
  }

  /**
   * Seals a frame for {@code peer} and sends it to {@code address}.
   *
   * @param socket index of the local socket to send from; -1 when none is known
   */
  void send(
      PeerPath peer,
      SealingKey key,
      InetSocketAddress address,
      int socket,
      byte[] frame,
      int offset,
      int length) {
    send(peer, key, address, socket, frame, offset, length, length);
  }

  /**
   * The same with the length that a refusal as too long tells of; 0 for an address that is not the
   * node's, so that its path is not thought to be the shorter for it.
   */
  void send(
      PeerPath peer,
      SealingKey key,
      InetSocketAddress address,
      int socket,
      byte[] frame,
      int offset,
      int length,
      int pathLength) {
    if (datagrams.packets().isFull()) {
      flush();
    }
    PacketBatch packets = datagrams.packets();
    Sealer sealer = key.lane(lane);
    int prepared = sealer.prepare(frame, offset, length, packets.array(), packets.nextStart());
    if (prepared < 0) {
      counters.dropped(Dropped.reason(prepared));
      return;
    }
    int slot = datagrams.add(prepared, sealer, peer, address, socket, pathLength);
    if (inherited != null) {
      datagrams.batch().setTrafficClass(slot, inherited.of(frame, offset, length));
    }
  }

  /** Sends all that was collected. */
  void flush() {
    int count = datagrams.count();
    if (count == 0) {
      return;
    }
    datagrams.protect();
    udp.send(datagrams);
    int sent = 0;
    long bytes = 0;
    for (int slot = 0; slot < count; slot++) {
      Outcome outcome = datagrams.outcome(slot);
      if (outcome == Outcome.SENT) {
        sent++;
        bytes += datagrams.packets().length(slot);
      } else {
        lost(slot, outcome);
      }
    }
    counters.moved(Way.UDP_SENT, sent, bytes);
    datagrams.clear();
  }

  private void lost(int slot, Outcome outcome) {
    if (outcome == Outcome.TOO_LONG) {
      counters.dropped(DropReason.TOO_BIG);
      // Costs no packet when there is no room for it.
      punts.offer(new Punt.TooLong(datagrams.peer(slot).name(), datagrams.frameLength(slot)));
    } else if (outcome == Outcome.WOULD_BLOCK) {
      counters.dropped(DropReason.UDP_CONGESTED);
    } else {
      counters.dropped(DropReason.UDP_REFUSED);
    }
  }
}
