package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.data.Counters.Way;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.route.DeviceAddress;
import io.github.tinc4j.core.route.Ethernet;
import io.github.tinc4j.core.route.RouteSink;
import io.github.tinc4j.core.route.Router;
import io.github.tinc4j.core.route.TrafficClass;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one lane: chooses UDP or TCP for a frame (spec 20, 8), seals it, and collects what
 * leaves until it is flushed. Belongs to the lane's thread.
 *
 * <p>An incoming frame is put where the device's next packet goes, so that delivering it copies
 * nothing.
 */
final class Outbound implements RouteSink {

  /** Datagrams, and packets for the device, that leave in one call. */
  static final int BATCH = 64;

  private static final DropReason[] REASONS = DropReason.values();

  private final int lane;
  private final boolean tcpOnly;
  private final TunDevice device;
  private final DatagramSender udp;
  private final PuntQueue punts;
  private final Counters counters;

  /** What the device's packets lack of a frame: a tun device has no Ethernet header. */
  private final int missingHeader;

  private final @Nullable DeviceAddress deviceAddress;

  /** {@code PriorityInheritance}; null where datagrams have no priority. */
  private final @Nullable TrafficClass inherited;

  private final PacketBatch toDevice = new PacketBatch(BATCH);
  private final Datagrams datagrams = new Datagrams(BATCH);

  private ForwardingTable table = ForwardingTable.EMPTY;
  private boolean arrivedByTcp;

  Outbound(int lane, DataPlane plane) {
    this.lane = lane;
    this.tcpOnly = plane.config().tcpOnly();
    this.inherited = plane.config().priorityInheritance() ? new TrafficClass() : null;
    this.device = plane.device();
    this.udp = plane.udp();
    this.punts = plane.punts();
    this.counters = plane.counters();
    this.deviceAddress = plane.deviceAddress();
    this.missingHeader = plane.device().layer() == Layer.IP ? Ethernet.HEADER : 0;
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

  /** The array to put an incoming frame into, at {@link #frameStart}. */
  byte[] frameArray() {
    return toDevice.array();
  }

  /** Where in {@link #frameArray} an incoming frame goes; it stays until the next one. */
  int frameStart() {
    if (toDevice.isFull()) {
      flushDevice();
    }
    return toDevice.nextStart() - missingHeader;
  }

  @Override
  public void deliver(byte[] frame, int offset, int length) {
    if (toDevice.isFull()) {
      flushDevice();
    }
    int start = offset + missingHeader;
    int size = length - missingHeader;
    int slot =
        frame == toDevice.array() && start == toDevice.nextStart()
            ? toDevice.add(size)
            : toDevice.add(frame, start, size);
    if (deviceAddress != null) {
      deviceAddress.putInto(toDevice.array(), toDevice.offset(slot));
    }
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
    sendUdp(hop, key, address, hop.socket(), frame, offset, length);
  }

  /**
   * Seals a frame for {@code peer} and sends it to {@code address}.
   *
   * @param socket index of the local socket to send from; -1 when none is known
   */
  void sendUdp(
      PeerPath peer,
      SealingKey key,
      InetSocketAddress address,
      int socket,
      byte[] frame,
      int offset,
      int length) {
    sendUdp(peer, key, address, socket, frame, offset, length, length);
  }

  /**
   * The same with the length that a refusal as too long tells of; 0 for an address that is not the
   * node's, so that its path is not thought to be the shorter for it.
   */
  void sendUdp(
      PeerPath peer,
      SealingKey key,
      InetSocketAddress address,
      int socket,
      byte[] frame,
      int offset,
      int length,
      int pathLength) {
    if (datagrams.packets().isFull()) {
      flushDatagrams();
    }
    PacketBatch packets = datagrams.packets();
    Sealer sealer = key.lane(lane);
    int prepared = sealer.prepare(frame, offset, length, packets.array(), packets.nextStart());
    if (prepared < 0) {
      drop(reason(prepared));
      return;
    }
    int slot = datagrams.add(prepared, sealer, peer, address, socket, pathLength);
    if (inherited != null) {
      datagrams.batch().setTrafficClass(slot, inherited.of(frame, offset, length));
    }
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

  /** The reason that a sealer or opener gives by a negative length. */
  static DropReason reason(int negativeLength) {
    return REASONS[-1 - negativeLength];
  }

  /** Sends all that was collected. */
  void flush() {
    flushDatagrams();
    flushDevice();
  }

  private void flushDatagrams() {
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
      drop(DropReason.TOO_BIG);
      tell(new Punt.TooLong(datagrams.peer(slot).name(), datagrams.frameLength(slot)));
    } else if (outcome == Outcome.WOULD_BLOCK) {
      drop(DropReason.UDP_CONGESTED);
    } else {
      drop(DropReason.UDP_REFUSED);
    }
  }

  private void flushDevice() {
    int count = toDevice.count();
    if (count == 0) {
      return;
    }
    int taken = write();
    long bytes = 0;
    for (int slot = 0; slot < taken; slot++) {
      bytes += toDevice.length(slot) + missingHeader;
    }
    counters.moved(Way.TO_DEVICE, taken, bytes);
    counters.dropped(DropReason.DEVICE_REFUSED, count - taken);
    toDevice.clear();
  }

  /** How many packets the device took, the first ones as far as we can tell. */
  private int write() {
    try {
      return device.write(toDevice);
    } catch (IOException e) {
      // A device that has failed for good fails its next read too; that thread ends the node.
      return 0;
    }
  }
}
