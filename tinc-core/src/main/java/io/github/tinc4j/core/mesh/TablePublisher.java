package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.ConnectionInfo;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.tunnel.SealingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of the mesh what others see: the table of the packet threads, the view of the program. */
public final class TablePublisher {

  private static final int NOWHERE = -1;

  private final Mesh mesh;

  /** Publishes {@code mesh}. */
  public TablePublisher(Mesh mesh) {
    this.mesh = mesh;
  }

  /** The table for the packet threads as of now. */
  public ForwardingTable table() {
    Map<NodeEntry, Integer> indexes = indexes();
    List<PeerPath> peers = new ArrayList<>(indexes.size());
    indexes.forEach((node, index) -> peers.add(peer(node, index, indexes)));
    int[] broadcast =
        Graph.treeNeighbours(mesh.self(), mesh.edges()).stream()
            .mapToInt(node -> at(node, indexes))
            .toArray();
    return new ForwardingTable(peers, mesh.subnets().all(), broadcast, trials(indexes));
  }

  /** Ourselves first, the others by name. */
  private Map<NodeEntry, Integer> indexes() {
    Map<NodeEntry, Integer> indexes = new LinkedHashMap<>();
    indexes.put(mesh.self(), 0);
    for (NodeEntry node : mesh.nodes()) {
      indexes.putIfAbsent(node, indexes.size());
    }
    return indexes;
  }

  private static int at(@Nullable NodeEntry node, Map<NodeEntry, Integer> indexes) {
    return node == null ? NOWHERE : indexes.getOrDefault(node, NOWHERE);
  }

  private static PeerPath peer(NodeEntry node, int index, Map<NodeEntry, Integer> indexes) {
    return new PeerPath(
        index,
        node.name(),
        node.isReachable(),
        node.options(),
        at(node.nexthop(), indexes),
        at(node.via(), indexes),
        routedMtu(node),
        node.path().minMtu(),
        node.udpAddress(),
        node.socket(),
        node.sealing(),
        node.opening());
  }

  /**
   * The limit that routing enforces. As long as nothing is proven to arrive straight, all goes by
   * the nexthop: what is too long for that would go by TCP.
   */
  private static int routedMtu(NodeEntry node) {
    int straight = node.path().mtu();
    NodeEntry nexthop = node.nexthop();
    return nexthop == null || node.path().minMtu() > 0
        ? straight
        : Math.min(straight, nexthop.path().mtu());
  }

  /** Whose keys to try on a datagram of unknown source, by the weight of edges (spec 20, 7). */
  private List<ForwardingTable.Trial> trials(Map<NodeEntry, Integer> indexes) {
    Set<ForwardingTable.Trial> trials = new LinkedHashSet<>();
    for (Edge edge : mesh.edges()) {
      InetSocketAddress address = edge.numeric();
      if (edge.to() != mesh.self() && edge.to().opening() != null && address != null) {
        InetAddress host = address.getAddress();
        trials.add(new ForwardingTable.Trial(at(edge.to(), indexes), host));
      }
    }
    return List.copyOf(trials);
  }

  /** The view of the program as of now. */
  public MeshView view() {
    return new MeshView(
        mesh.nodes().stream().map(this::info).toList(),
        mesh.edges().stream().map(Edge::info).toList(),
        mesh.subnets().all(),
        connections());
  }

  private NodeInfo info(NodeEntry node) {
    return new NodeInfo(
        node.name(),
        node == mesh.self(),
        node.isReachable(),
        nameOf(node.nexthop()),
        nameOf(node.via()),
        node.udpAddress(),
        keyInfo(node.sealing()),
        node.path().view(),
        node.options());
  }

  private static @Nullable PacketKeyInfo keyInfo(@Nullable SealingKey key) {
    return key == null ? null : key.info();
  }

  private static @Nullable NodeName nameOf(@Nullable NodeEntry node) {
    return node == null ? null : node.name();
  }

  private List<ConnectionInfo> connections() {
    return mesh.neighbours().active().stream()
        .map(this::connectionInfo)
        .sorted(Comparator.comparing(ConnectionInfo::peer))
        .toList();
  }

  private ConnectionInfo connectionInfo(MetaConnection connection) {
    Edge edge = mesh.self().edgeTo(connection.provenPeer());
    return new ConnectionInfo(
        connection.provenPeer(),
        connection.remote(),
        connection.isOutgoing(),
        edge == null ? connection.ownAck().weight() : edge.weight(),
        connection.options());
  }
}
