package io.github.tinc4j.core.data;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.spi.PacketBatch;
import java.net.InetSocketAddress;

/**
 * Everything one packet thread does with packets: opens, routes, seals and hands on a batch, to
 * completion, before it returns. Belongs to one thread. No method throws on account of a packet.
 */
public final class PacketLane {

  /**
   * A lane.
   *
   * @param number its own among the lanes of a node: 0 the control thread, 1 the device's, 2 and up
   *     the UDP sockets'
   * @param plane what it shares with the others
   */
  public PacketLane(int number, DataPlane plane) {}

  /**
   * Routes packets that the host sends into the mesh. Their bytes and headroom are overwritten.
   *
   * @param nowNs the present time, monotonic
   */
  public void fromDevice(PacketBatch packets, long nowNs) {}

  /**
   * Opens and routes datagrams.
   *
   * @param sources where each came from, by slot
   * @param socket index of the local UDP socket they came in on
   * @param nowNs the present time, monotonic
   */
  public void fromUdp(PacketBatch datagrams, InetSocketAddress[] sources, int socket, long nowNs) {}

  /**
   * Routes a frame that came through a meta connection.
   *
   * @param neighbour the peer of that connection
   * @param stayOnTcp whether it is marked "arrived by TCP" (spec 20, 10)
   * @param nowNs the present time, monotonic
   */
  public void fromMeta(
      NodeName neighbour, byte[] frame, int offset, int length, boolean stayOnTcp, long nowNs) {}

  /**
   * Seals an MTU probe and sends it to the node's UDP address.
   *
   * @param frame the probe, whole; 64 to 1518 bytes, the first 14 zero
   * @param nowNs the present time, monotonic
   */
  public void sendProbe(NodeName to, byte[] frame, long nowNs) {}
}
