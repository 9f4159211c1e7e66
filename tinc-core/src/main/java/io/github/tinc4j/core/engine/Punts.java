package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.mesh.KeyHandler;
import io.github.tinc4j.core.mesh.MacLearning;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.path.PmtuDiscovery;
import java.util.random.RandomGenerator;

/** Deals with what packet threads leave to the control thread. */
final class Punts implements Punt.Handler {

  private final Mesh mesh;
  private final KeyHandler keys;
  private final PmtuDiscovery pmtu;
  private final MacLearning macs;
  private final Publication publication;
  private final Effects effects;
  private final RandomGenerator random;
  private final int maxOutputBufferSize;

  Punts(
      Mesh mesh,
      KeyHandler keys,
      PmtuDiscovery pmtu,
      MacLearning macs,
      Publication publication,
      Effects effects,
      RandomGenerator random,
      NodeConfig config) {
    this.mesh = mesh;
    this.keys = keys;
    this.pmtu = pmtu;
    this.macs = macs;
    this.publication = publication;
    this.effects = effects;
    this.random = random;
    this.maxOutputBufferSize = config.maxOutputBufferSize();
  }

  @Override
  public void tcpFrame(Punt.TcpFrame punt) {
    if (punt.keyWanted() != null) {
      keys.wantKey(punt.keyWanted());
    }
    NodeEntry neighbour = mesh.node(punt.neighbour());
    MetaConnection connection = neighbour == null ? null : neighbour.connection();
    if (connection == null) {
      effects.countDrop(DropReason.UNREACHABLE);
    } else if (isCongested(connection)) {
      effects.countDrop(DropReason.META_CONGESTED);
    } else {
      connection.sendFrame(punt.frame());
      effects.countTcpSent(punt.frame().length);
    }
  }

  /** Early random drop: surer the more waits (spec 10, 7). */
  private boolean isCongested(MetaConnection connection) {
    double queued = (double) effects.queuedBytes(connection.id()) + connection.pendingBytes();
    double probability = 2 * queued / maxOutputBufferSize - 1;
    return probability > 0 && random.nextDouble() < probability;
  }

  @Override
  public void probeReply(Punt.ProbeReply punt) {
    NodeEntry node = mesh.node(punt.node());
    if (node != null) {
      pmtu.answered(node, punt.length());
    }
  }

  @Override
  public void keyWanted(Punt.KeyWanted punt) {
    keys.wantKey(punt.node());
  }

  @Override
  public void addressSeen(Punt.AddressSeen punt) {
    NodeEntry node = mesh.node(punt.node());
    if (node == null || !node.isReachable()) {
      return;
    }
    boolean moved = !PeerPath.isSame(punt.address(), node.udpAddress());
    if (moved) {
      mesh.takeUdpAddress(node, punt.address());
    }
    node.setSocket(punt.socket());
    mesh.touch();
    if (moved) {
      publication.add(
          new MeshEvent.PathChanged(node.name(), node.udpAddress(), node.path().view()));
    }
  }

  @Override
  public void tooLong(Punt.TooLong punt) {
    NodeEntry node = mesh.node(punt.node());
    if (node != null) {
      pmtu.tooLong(node, punt.frameLength());
    }
  }

  @Override
  public void macSeen(Punt.MacSeen punt) {
    macs.seen(punt.address());
  }
}
