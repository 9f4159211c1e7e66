package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.route.RouteSink;
import io.github.tinc4j.core.route.Router;
import io.github.tinc4j.core.tunnel.SealingKey;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one lane: to the device, or to another node by UDP or TCP (spec 20, 8). Belongs to
 * the lane's thread.
 */
final class Outbound implements RouteSink {

  /** Datagrams, and packets for the device, that leave in one call. */
  static final int BATCH = 64;

  private final boolean tcpOnly;
  private final DeviceOut device;
  private final UdpOut udp;
  private final PuntQueue punts;
  private final Counters counters;

  private ForwardingTable table = ForwardingTable.EMPTY;
  private boolean arrivedByTcp;

  Outbound(DataPlane plane, DeviceOut device, UdpOut udp) {
    this.tcpOnly = plane.config().tcpOnly();
    this.device = device;
    this.udp = udp;
    this.punts = plane.punts();
    this.counters = plane.counters();
  }

  /**
   * Begins a batch of frames that leave by {@code mesh}.
   *
   * @param markedTcp whether they are marked "arrived by TCP"
   */
  void begin(ForwardingTable mesh, boolean markedTcp) {
    table = mesh;
    arrivedByTcp = markedTcp;
  }

  @Override
  public void deliver(byte[] frame, int offset, int length) {
    device.deliver(frame, offset, length);
  }

  /** Spec 20, 8: send(n). */
  @Override
  public void send(int node, byte[] frame, int offset, int length) {
    PeerPath to = table.peer(node);
    if (!to.reachable()) {
      drop(DropReason.UNREACHABLE);
      return;
    }
    boolean byNexthop = arrivedByTcp || to.via() == Router.SELF;
    sendVia(table.peer(byNexthop ? to.nexthop() : to.via()), frame, offset, length);
  }

  @Override
  public boolean macSeen(long address) {
    return tell(new Punt.MacSeen(address));
  }

  @Override
  public void drop(DropReason reason) {
    counters.dropped(reason);
  }

  /** Steps 4 and 5 of send(n), and udp(h), for the hop chosen. */
  private void sendVia(PeerPath hop, byte[] frame, int offset, int length) {
    if (!hop.reachable()) {
      drop(DropReason.UNREACHABLE);
      return;
    }
    if (arrivedByTcp || tcpOnly || hop.options().tcpOnly()) {
      sendTcp(hop, null, frame, offset, length);
      return;
    }
    SealingKey key = hop.sealing();
    if (key == null) {
      sendTcp(hop, hop.name(), frame, offset, length);
      return;
    }
    if (hop.options().pmtuDiscovery() && length > hop.minMtu()) {
      if (hop.neighbour()) {
        sendTcp(hop, null, frame, offset, length);
      } else {
        // Start over with the neighbour as destination; it is its own hop, so this ends.
        sendVia(table.peer(hop.nexthop()), frame, offset, length);
      }
      return;
    }
    InetSocketAddress address = hop.udpAddress();
    if (address == null) {
      sendTcp(hop, null, frame, offset, length);
      return;
    }
    udp.send(hop, key, address, hop.socket(), frame, offset, length);
  }

  private void sendTcp(
      PeerPath hop, @Nullable NodeName keyWanted, byte[] frame, int offset, int length) {
    NodeName neighbour = table.peer(hop.nexthop()).name();
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    // Counted by who sends it: the control thread may yet find the connection congested.
    puntPacket(new Punt.TcpFrame(neighbour, copy, keyWanted));
  }

  /** Leaves a packet to the control thread; counts it as dropped when there is no room. */
  void puntPacket(Punt packet) {
    if (!punts.offer(packet)) {
      drop(DropReason.CONTROL_CONGESTED);
    }
  }

  /**
   * Tells the control thread something, which costs no packet when there is no room for it.
   *
   * @return whether there was room
   */
  boolean tell(Punt news) {
    return punts.offer(news);
  }

  /** Sends all that was collected. */
  void flush() {
    udp.flush();
    device.flush();
  }
}
