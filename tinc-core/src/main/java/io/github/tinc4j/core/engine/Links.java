package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.ConnectionInfo;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.core.connect.ConnectPort;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.Flooding;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.mesh.Purge;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.meta.MetaOwner;
import io.github.tinc4j.core.proxy.ProxyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The life of connections: opened, authenticated, made into an edge, ended (spec 10, 5.6 and 9).
 */
final class Links implements ConnectPort {

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
  private final MetaOwner owner;
  private @Nullable Outgoings outgoings;
  private long lastId;

  Links(
      SettingsCell settings,
      Identities identities,
      Mesh mesh,
      EdgeHandler edges,
      Flooding flooding,
      Purge purge,
      Publication publication,
      Effects effects,
      MetaOwner owner) {
    this.settings = settings;
    this.identities = identities;
    this.mesh = mesh;
    this.edges = edges;
    this.flooding = flooding;
    this.purge = purge;
    this.publication = publication;
    this.effects = effects;
    this.owner = owner;
  }

  void setOutgoings(Outgoings value) {
    outgoings = value;
  }

  MetaConnection accept(InetSocketAddress remote) {
    MetaConnection connection =
        MetaConnection.incoming(nextId(), remote, identities, owner, mesh.nowNs());
    mesh.neighbours().add(connection);
    return connection;
  }

  /** Tells of a connection that came in and is closed at once. */
  void refuse(InetSocketAddress remote, CloseReason reason) {
    publication.add(new MeshEvent.ConnectionClosed(null, remote, false, false, reason));
  }

  @Override
  public MetaConnection open(
      NodeName to,
      InetSocketAddress address,
      @Nullable InetSocketAddress proxyAddress,
      long attemptNs) {
    ProxySettings proxy = settings.config().proxy();
    ProxyHandshake handshake =
        proxy instanceof ProxySettings.Server server ? ProxyHandshake.of(server, address) : null;
    MetaConnection connection =
        MetaConnection.outgoing(
            nextId(), address, to, handshake, identities, owner, attemptNs, mesh.nowNs());
    mesh.neighbours().add(connection);
    if (proxy instanceof ProxySettings.Exec exec) {
      effects.execute(connection.id(), exec.command(), environment(to, address));
    } else {
      effects.connect(connection.id(), proxyAddress == null ? address : proxyAddress);
    }
    return connection;
  }

  /** What the command of {@code Proxy = exec} is told (spec 10, 10). */
  private Map<String, String> environment(NodeName to, InetSocketAddress address) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NAME", settings.config().name().value());
    environment.put("NODE", to.value());
    environment.put(
        "REMOTEADDRESS",
        address.isUnresolved() ? address.getHostString() : WireAddress.of(address).host());
    environment.put("REMOTEPORT", Integer.toString(address.getPort()));
    String netName = settings.config().netName();
    if (netName != null) {
      environment.put("NETNAME", netName);
    }
    return environment;
  }

  private ConnectionId nextId() {
    return new ConnectionId(++lastId);
  }

  @Override
  public void resolve(long lookup, String host, int port) {
    effects.resolve(lookup, host, port);
  }

  @Override
  public @Nullable HostConfig host(NodeName name) {
    return identities.host(name);
  }

  @Override
  public @Nullable MetaConnection activeConnection(NodeName name) {
    return mesh.neighbours().all().stream()
        .filter(connection -> connection.isActive() && name.equals(connection.peer()))
        .findFirst()
        .orElse(null);
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

  /** Ends a connection from our side. */
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

  /**
   * Deals with the end of a connection.
   *
   * @param announce whether the mesh is told that our edge is gone
   */
  void ended(MetaConnection connection, CloseReason reason, boolean announce) {
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
    if (outgoings != null) {
      outgoings.ended(connection);
    }
    if (mesh.neighbours().isEmpty()) {
      purge.run();
    }
  }
}
