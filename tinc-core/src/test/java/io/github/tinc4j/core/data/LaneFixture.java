package io.github.tinc4j.core.data;

import static org.mockito.Mockito.mock;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import java.net.InetSocketAddress;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A lane with fakes around it. {@code us} own 10.0.0.0/16; the neighbours {@code a} (index 1, key
 * mark 1) 10.1 and {@code b} (2) 10.2; {@code far} (3), whose meta connection is b's but which
 * takes UDP, 10.3; {@code relayed} (4), to which only b leads, 10.4.
 */
class LaneFixture {

  final TestTable mesh = new TestTable();
  final TestTable.Peer a = mesh.add("a");
  final TestTable.Peer b = mesh.add("b");
  final TestTable.Peer far = mesh.add("far").beyond(b);
  final TestTable.Peer relayed = mesh.add("relayed").behind(b);
  final FakeDevice device = new FakeDevice();
  final FakeUdp udp = new FakeUdp();
  final Counters counters = new Counters();
  final NodeConfig.Builder config =
      NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class));
  final ForwardingCell tables = new ForwardingCell();
  int puntRoom = 100;

  private PuntQueue punts = new PuntQueue(100, 1 << 20, () -> {});

  LaneFixture() {
    mesh.owns(mesh.us(), "10.0.0.0/16", "fd00::/32");
    for (TestTable.Peer peer : List.of(a, b, far, relayed)) {
      mesh.owns(peer, "10." + peer.index + ".0.0/16", "fd00:" + peer.index + "::/32");
      peer.sealing = new FakeKeys.Sealing(peer.index);
      peer.opening = new FakeKeys.Opening(peer.index);
    }
    mesh.broadcast(a.index, b.index);
  }

  /** A lane in the mesh as it is now. */
  PacketLane lane() {
    tables.publish(mesh.build());
    punts = new PuntQueue(puntRoom, 1 << 20, () -> {});
    var plane =
        new DataPlane(config.build(), tables, punts, device, udp, counters, destination -> null);
    return new PacketLane(2, plane);
  }

  void fromDevice(byte[]... packets) {
    lane().fromDevice(batch(packets), 0);
  }

  /** A datagram comes in from {@code source} on socket 0. */
  void fromUdp(InetSocketAddress source, byte[] datagram) {
    fromUdp(lane(), source, 0, datagram, 0);
  }

  static void fromUdp(
      PacketLane lane, InetSocketAddress source, int socket, byte[] datagram, long nowNs) {
    lane.fromUdp(datagrams(source, datagram), socket, nowNs);
  }

  /** What comes in from {@code source}. */
  static DatagramBatch datagrams(InetSocketAddress source, byte[]... datagrams) {
    var batch = new DatagramBatch(datagrams.length);
    for (byte[] datagram : datagrams) {
      add(batch, source, datagram);
    }
    return batch;
  }

  static void add(DatagramBatch batch, InetSocketAddress source, byte[] datagram) {
    PacketBatch packets = batch.packets();
    System.arraycopy(datagram, 0, packets.array(), packets.nextStart(), datagram.length);
    batch.add(datagram.length, source);
  }

  static PacketBatch batch(byte[]... packets) {
    var batch = new PacketBatch(packets.length);
    for (byte[] packet : packets) {
      batch.add(packet, 0, packet.length);
    }
    return batch;
  }

  /** What was left to the control thread since the last call. */
  List<Punt> punts() {
    var list = new ArrayList<Punt>();
    punts.drain(
        new Punt.Handler() {
          @Override
          public void tcpFrame(Punt.TcpFrame punt) {
            list.add(punt);
          }

          @Override
          public void probeReply(Punt.ProbeReply punt) {
            list.add(punt);
          }

          @Override
          public void keyWanted(Punt.KeyWanted punt) {
            list.add(punt);
          }

          @Override
          public void addressSeen(Punt.AddressSeen punt) {
            list.add(punt);
          }

          @Override
          public void tooLong(Punt.TooLong punt) {
            list.add(punt);
          }

          @Override
          public void macSeen(Punt.MacSeen punt) {
            list.add(punt);
          }
        });
    return list;
  }

  /** An IPv4 packet of {@code length} bytes without Ethernet header, as a tun device gives it. */
  static byte[] packet(String from, String to, int length) {
    byte[] frame = Packets.ipv4(from, to, 17, Packets.counting(length - 20));
    return Packets.part(frame, 14, length);
  }

  /** The frame that carries a packet of a tun device. */
  static byte[] framed(byte[] packet) {
    byte[] frame = new byte[14 + packet.length];
    frame[12] = packet[0] >> 4 == 4 ? 0x08 : (byte) 0x86;
    frame[13] = packet[0] >> 4 == 4 ? 0x00 : (byte) 0xDD;
    System.arraycopy(packet, 0, frame, 14, packet.length);
    return frame;
  }
}
