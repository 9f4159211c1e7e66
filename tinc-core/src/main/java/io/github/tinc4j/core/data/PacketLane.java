package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.data.Counters.Way;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.route.Ethernet;
import io.github.tinc4j.core.route.RouteSettings;
import io.github.tinc4j.core.route.Router;
import io.github.tinc4j.core.tunnel.SealingKey;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Everything one packet thread does with packets: opens, routes, seals and hands on a batch, to
 * completion, before it returns. Belongs to one thread. No method throws on account of a packet.
 */
public final class PacketLane {

  private final DataPlane plane;
  private final DeviceOut device;
  private final UdpOut udp;
  private final Outbound outbound;
  private final Inbound inbound;
  private final Router router;
  private final boolean ethernetDevice;

  /**
   * A lane.
   *
   * @param number its own among the lanes of a node: 0 the control thread, 1 the device's, 2 and up
   *     the UDP sockets'
   * @param plane what it shares with the others
   */
  public PacketLane(int number, DataPlane plane) {
    this.plane = plane;
    this.device = new DeviceOut(plane);
    this.udp = new UdpOut(number, plane);
    this.outbound = new Outbound(plane, device, udp);
    this.router =
        Router.of(
            RouteSettings.of(plane.config()),
            plane.answers(),
            plane.localAddress(),
            plane.deviceAddress(),
            outbound);
    this.inbound = new Inbound(number, plane, router, outbound, device, udp);
    this.ethernetDevice = plane.device().layer() == Layer.ETHERNET;
  }

  /**
   * Routes packets that the host sends into the mesh. Their bytes and headroom are overwritten.
   *
   * @param nowNs the present time, monotonic
   */
  public void fromDevice(PacketBatch packets, long nowNs) {
    ForwardingTable table = plane.tables().current();
    outbound.begin(table, false);
    long bytes = 0;
    for (int slot = 0; slot < packets.count(); slot++) {
      byte[] array = packets.array();
      int offset = packets.offset(slot);
      int length = packets.length(slot);
      if (!ethernetDevice) {
        int type = length == 0 ? Ethernet.PROBE : typeByVersion(array[offset]);
        offset -= Ethernet.HEADER;
        length += Ethernet.HEADER;
        Ethernet.putHeader(array, offset, type);
      }
      bytes += length;
      if (length > Ethernet.MAX_FRAME) {
        outbound.drop(DropReason.FRAME_TOO_LONG);
      } else {
        router.route(table, Router.SELF, array, offset, length, nowNs);
      }
    }
    plane.counters().moved(Way.FROM_DEVICE, packets.count(), bytes);
    outbound.flush();
  }

  /**
   * Opens and routes datagrams.
   *
   * @param socket index of the local UDP socket they came in on
   * @param nowNs the present time, monotonic
   */
  public void fromUdp(DatagramBatch datagrams, int socket, long nowNs) {
    inbound.open(plane.tables().current(), datagrams, socket, nowNs);
    outbound.flush();
  }

  /**
   * Routes a frame that came through a meta connection.
   *
   * @param neighbour the peer of that connection
   * @param stayOnTcp whether it is marked "arrived by TCP" (spec 20, 10)
   * @param nowNs the present time, monotonic
   * @throws IndexOutOfBoundsException when the frame is not within its array
   */
  public void fromMeta(
      NodeName neighbour, byte[] frame, int offset, int length, boolean stayOnTcp, long nowNs) {
    plane.counters().moved(Way.TCP_RECEIVED, 1, length);
    ForwardingTable table = plane.tables().current();
    PeerPath source = table.byName(neighbour);
    if (source == null) {
      outbound.drop(DropReason.UNKNOWN_SOURCE);
      return;
    }
    if (length > Ethernet.MAX_FRAME) {
      outbound.drop(DropReason.FRAME_TOO_LONG);
      return;
    }
    outbound.begin(table, stayOnTcp);
    int start = device.frameStart();
    System.arraycopy(frame, offset, device.frameArray(), start, length);
    router.route(table, source.index(), device.frameArray(), start, length, nowNs);
    outbound.flush();
  }

  /**
   * Seals an MTU probe and sends it to the node's UDP address. Dropped when we hold no key or no
   * address of it.
   *
   * @param frame the probe, whole; 64 to 1518 bytes, the first 14 zero
   * @param nowNs the present time, monotonic
   * @throws IllegalArgumentException when the frame is longer than 1518 bytes
   */
  public void sendProbe(NodeName to, byte[] frame, long nowNs) {
    checkProbe(frame);
    ForwardingTable table = plane.tables().current();
    PeerPath peer = table.byName(to);
    SealingKey key = peer == null ? null : peer.sealing();
    InetSocketAddress address = peer == null ? null : peer.udpAddress();
    if (peer == null || key == null || address == null) {
      outbound.drop(DropReason.UNREACHABLE);
      return;
    }
    sendProbe(peer, key, address, peer.socket(), frame, frame.length);
  }

  /**
   * Seals an MTU probe and sends it to all hosts of the local network. Dropped when we hold no key
   * of the node, or no socket reaches a local network.
   *
   * @param to the node that it is sealed for
   * @param frame the probe, as for {@link #sendProbe}
   * @param port the UDP port to send it to
   * @param turn chooses among the local networks, in turn
   * @throws IllegalArgumentException when the frame is longer than 1518 bytes
   */
  public void sendLocalProbe(NodeName to, byte[] frame, int port, int turn) {
    checkProbe(frame);
    PeerPath peer = plane.tables().current().byName(to);
    SealingKey key = peer == null ? null : peer.sealing();
    List<LocalWay> ways = plane.udp().localWays();
    if (peer == null || key == null || ways.isEmpty()) {
      outbound.drop(DropReason.UNREACHABLE);
      return;
    }
    LocalWay way = ways.get(Math.floorMod(turn, ways.size()));
    sendProbe(peer, key, new InetSocketAddress(way.address(), port), way.socket(), frame, 0);
  }

  private static void checkProbe(byte[] frame) {
    if (frame.length > Ethernet.MAX_FRAME) {
      throw new IllegalArgumentException("probe of " + frame.length + " bytes");
    }
  }

  private void sendProbe(
      PeerPath peer,
      SealingKey key,
      InetSocketAddress address,
      int socket,
      byte[] frame,
      int pathLength) {
    outbound.begin(plane.tables().current(), false);
    int start = device.frameStart();
    byte[] array = device.frameArray();
    System.arraycopy(frame, 0, array, start, frame.length);
    udp.send(peer, key, address, socket, array, start, frame.length, pathLength);
    outbound.flush();
  }

  /** The EtherType of an IP packet by its first byte; that of probes when it is none. */
  private static int typeByVersion(byte first) {
    int version = (first & 0xF0) >>> 4;
    if (version == 4) {
      return Ethernet.IPV4;
    }
    return version == 6 ? Ethernet.IPV6 : Ethernet.PROBE;
  }
}
