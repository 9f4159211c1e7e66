package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.ConnectionInfo;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.Flooding;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.mesh.Purge;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetSocketAddress;

/**
 * What becomes of connections: an edge when they are active, and how they end (spec 10, 5.6, 9).
 */
final class Links {

  /**
   * Stands for the address of a peer that only the proxy knows, as in tincd (spec 10, 10): numeric,
   * for tincd dies of others, and nobody's (RFC 6890, "this network").
   */
  private static final WireAddress NOWHERE = new WireAddress("0.0.0.1", "0");

  private final SettingsCell settings;
  private final Identities identities;
  private final Mesh mesh;
  private final EdgeHandler edges;
  private final Flooding flooding;
  private final Purge purge;
  private final Publication publication;
  private final Effects effects;
  private final Outgoings outgoings;

  Links(
      SettingsCell settings,
      Identities identities,
      Mesh mesh,
      EdgeHandler edges,
      Flooding flooding,
      Purge purge,
      Publication publication,
      Effects effects,
      Outgoings outgoings) {
    this.settings = settings;
    this.identities = identities;
    this.mesh = mesh;
    this.edges = edges;
    this.flooding = flooding;
    this.purge = purge;
    this.publication = publication;
    this.effects = effects;
    this.outgoings = outgoings;
  }

  /** Makes an edge of an authenticated connection. */
  void activated(MetaConnection connection, Ack ack) {
    NodeEntry node = mesh.addNode(connection.provenPeer());
    if (node == null) {
      end(connection, new CloseReason(CloseReason.Kind.NO_ROOM, "too many nodes"), true);
      return;
    }
    MetaConnection before = node.connection();
    if (before != null) {
      // The mesh is not told: the edge comes back at once with the new connection.
      end(before, new CloseReason(CloseReason.Kind.REPLACED, "by a newer connection"), false);
    }
    HostConfig host = connection.host();
    Ack ownAck = connection.ownAck();
    NodeOptions merged = OwnSettings.merge(ownAck.options(), ack.options(), host);
    connection.setOptions(merged);
    int limit = Math.min(host.pmtu(), settings.config().pmtu());
    node.path().setMtu(Math.min(node.path().mtu(), limit));
    node.attach(connection);
    connection.liveness().restart(mesh.nowNs());
    int weight = (int) (((long) ack.weight() + ownAck.weight()) / 2);
    publication.add(
        new MeshEvent.ConnectionOpened(
            new ConnectionInfo(
                node.name(), connection.remote(), connection.isOutgoing(), weight, merged)));
    flooding.sendEverything(connection);
    edges.addOwn(node, connection, edgeAddress(connection, ack), merged, weight);
  }

  /** The address of the TCP connection with the port that the peer listens on. */
  private static WireAddress edgeAddress(MetaConnection connection, Ack ack) {
    InetSocketAddress remote = connection.remote();
    WireAddress tcp = remote.isUnresolved() ? NOWHERE : WireAddress.of(remote);
    WireAddress announced = new WireAddress(tcp.host(), ack.port());
    InetSocketAddress numeric = announced.numeric();
    return numeric == null || numeric.getPort() == 0 ? tcp : announced;
  }

  /** The TCP connection could not be opened, was closed by the other end, or broke. */
  void lost(MetaConnection connection, CloseReason reason) {
    boolean byProxy = connection.isAtProxy() && reason.kind() == CloseReason.Kind.CLOSED_BY_PEER;
    ended(
        connection,
        byProxy
            ? new CloseReason(CloseReason.Kind.PROXY_REFUSED, "it closed the connection")
            : reason,
        true);
  }

  /** Ends all connections; the mesh is not told, and neighbours notice by themselves. */
  void endAll(CloseReason reason) {
    for (MetaConnection connection : mesh.neighbours().all()) {
      end(connection, reason, false);
    }
  }

  /** Ends the connections with one node; false when none was active. */
  boolean endWith(NodeName peer, CloseReason reason) {
    boolean any = false;
    for (MetaConnection connection : mesh.neighbours().all()) {
      if (peer.equals(connection.peer())) {
        any |= connection.isActive();
        end(connection, reason, true);
      }
    }
    return any;
  }

  /**
   * Ends a connection from our side.
   *
   * @param announce whether the mesh is told that our edge is gone
   */
  void end(MetaConnection connection, CloseReason reason, boolean announce) {
    if (mesh.neighbours().get(connection.id()) != null) {
      effects.close(connection.id());
      ended(connection, reason, announce);
    }
  }

  /**
   * Ends what the settings in use do not bear out any more: attempts of ours that are under way,
   * and connections with hosts that are unknown now or of which other things are known.
   */
  void endOutdated() {
    for (MetaConnection connection : mesh.neighbours().all()) {
      if (connection.isOutgoing() && !connection.isActive()) {
        end(connection, outdated("new settings: the attempt begins anew"), true);
      } else if (connection.isIdentified()) {
        HostConfig now = identities.host(connection.provenPeer());
        if (now == null) {
          end(connection, outdated("its host configuration is gone"), true);
        } else if (!now.equals(connection.host())) {
          end(connection, outdated("its host configuration has changed"), true);
        }
      }
    }
  }

  private static CloseReason outdated(String detail) {
    return new CloseReason(CloseReason.Kind.CLOSED_HERE, detail);
  }

  private void ended(MetaConnection connection, CloseReason reason, boolean announce) {
    boolean wasActive = connection.isActive();
    connection.closed();
    mesh.removeConnection(connection);
    publication.add(
        new MeshEvent.ConnectionClosed(
            connection.peer(), connection.remote(), connection.isOutgoing(), wasActive, reason));
    NodeEntry node = wasActive ? mesh.node(connection.provenPeer()) : null;
    if (node != null && node.connection() == connection) {
      node.attach(null);
      edges.removeOwn(node, announce);
    }
    outgoings.ended(connection);
    if (mesh.neighbours().isEmpty()) {
      purge.run();
    }
  }
}
