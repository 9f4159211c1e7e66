package io.github.tinc4j.benchmarks;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.DataPlane;
import io.github.tinc4j.core.data.DatagramSender;
import io.github.tinc4j.core.data.Datagrams;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.core.tunnel.LegacySealingKey;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The packet planes of two nodes with a wire of one array between them: what {@code left} sends to
 * 10.0.2.0/24 arrives at the device of {@code right}.
 */
final class TwoLanes {

  private static final int BATCH = 64;
  private static final int MAC_LENGTH = 4;
  private static final int MTU = 1451;

  private final DatagramBatch wire = new DatagramBatch(BATCH);
  private final InetSocketAddress leftAddress;
  private final PacketLane left;
  private final PacketLane right;

  /**
   * Two lanes that share a key.
   *
   * @param device where what arrives at {@code right} is written to
   */
  TwoLanes(String cipherName, String digestName, int replayWindow, TunDevice device)
      throws NoSuchAlgorithmException, UnknownHostException {
    CipherSpec cipher = Objects.requireNonNull(CipherSpec.byName(cipherName));
    DigestSpec digest = Objects.requireNonNull(DigestSpec.byName(digestName));
    byte[] key = LegacyOpeningKey.randomKey(cipher, new Random(1));
    var sealing = LegacySealingKey.of(cipher, digest, MAC_LENGTH, 0, key);
    var opening = LegacyOpeningKey.of(cipher, digest, MAC_LENGTH, 0, key, replayWindow);
    leftAddress = new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 9, 0, 1}), 655);
    var rightAddress =
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {10, 9, 0, 2}), 655);
    NodeName leftName = NodeName.of("left");
    NodeName rightName = NodeName.of("right");
    var subnets =
        List.of(
            new OwnedSubnet(Subnet.parse("10.0.1.0/24"), leftName),
            new OwnedSubnet(Subnet.parse("10.0.2.0/24"), rightName));
    left =
        lane(
            leftName,
            new CountingDevice(),
            this::carry,
            new ForwardingTable(
                List.of(self(leftName), peer(rightName, rightAddress, sealing, null)),
                subnets,
                new int[] {1},
                List.of()));
    right =
        lane(
            rightName,
            device,
            batch -> {},
            new ForwardingTable(
                List.of(self(rightName), peer(leftName, leftAddress, null, opening)),
                subnets,
                new int[] {1},
                List.of()));
  }

  private static PacketLane lane(
      NodeName name, TunDevice device, DatagramSender udp, ForwardingTable table)
      throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    var config =
        NodeConfig.builder(name, (RSAPrivateKey) generator.generateKeyPair().getPrivate()).build();
    var tables = new ForwardingCell();
    tables.publish(table);
    var punts = new PuntQueue(BATCH, 1 << 20, () -> {});
    return new PacketLane(
        1, new DataPlane(config, tables, punts, device, udp, new Counters(), to -> null));
  }

  private static PeerPath self(NodeName name) {
    return new PeerPath(0, name, true, NodeOptions.NONE, 0, 0, 1518, 1518, null, -1, null, null);
  }

  private static PeerPath peer(
      NodeName name,
      InetSocketAddress address,
      @Nullable LegacySealingKey sealing,
      @Nullable LegacyOpeningKey opening) {
    var options = new NodeOptions(NodeOptions.PMTU_DISCOVERY | NodeOptions.CLAMP_MSS);
    return new PeerPath(1, name, true, options, 1, 1, MTU, MTU, address, 0, sealing, opening);
  }

  /** Carries what the host of {@code left} sent to the device of {@code right}. */
  void send(PacketBatch packets) {
    left.fromDevice(packets, 0);
  }

  private void carry(Datagrams batch) {
    wire.clear();
    PacketBatch packets = batch.packets();
    for (int slot = 0; slot < batch.count(); slot++) {
      int length = packets.length(slot);
      byte[] to = wire.packets().array();
      System.arraycopy(
          packets.array(), packets.offset(slot), to, wire.packets().nextStart(), length);
      wire.add(length, leftAddress);
      batch.setOutcome(slot, Outcome.SENT);
    }
    right.fromUdp(wire, 0, 0);
  }
}
