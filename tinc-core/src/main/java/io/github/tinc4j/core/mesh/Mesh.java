package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.meta.MetaConnection;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state: nodes, edges, subnets, connections.
 *
 * <p>Whatever peers announce, it holds at most {@value #MOST_NODES} nodes, {@value #MOST_EDGES}
 * edges and {@value #MOST_SUBNETS} subnets; what is beyond is passed on to the neighbours, but not
 * kept. Nor is an edge kept whose address is longer than {@value #LONGEST_ADDRESS} characters.
 */
public final class Mesh {

  static final int MOST_NODES = 20_000;
  static final int MOST_EDGES = 200_000;
  static final int MOST_SUBNETS = 200_000;

  /** Longer than any numeric address with its port, and than any host name. */
  static final int LONGEST_ADDRESS = 300;

  private final NodeEntry self;
  private final TreeMap<NodeName, NodeEntry> nodes = new TreeMap<>();
  private final TreeSet<Edge> edges = new TreeSet<>(Edge.ORDER);
  private final SubnetRegistry subnets = new SubnetRegistry();
  private final LearnedMacs learnedMacs = new LearnedMacs();
  private final Neighbours neighbours = new Neighbours();
  private boolean changed = true;
  private boolean keyGiven;
  private long graphVersion;
  private long nowNs;

  /** A mesh of one node, ourselves. */
  public Mesh(NodeName ownName, long nowNs) {
    this.nowNs = nowNs;
    this.self = new NodeEntry(ownName);
    self.becameReachable();
    self.setRouteToItself();
    nodes.put(ownName, self);
  }

  /** The time of the input that is being worked on, monotonic. */
  public long nowNs() {
    return nowNs;
  }

  /** A new input is being worked on. */
  public void setNow(long value) {
    nowNs = value;
  }

  /** Ourselves. */
  public NodeEntry self() {
    return self;
  }

  /** All nodes by name. */
  public Collection<NodeEntry> nodes() {
    return Collections.unmodifiableCollection(nodes.values());
  }

  /** The node {@code name}, or null when it was never mentioned. */
  public @Nullable NodeEntry node(NodeName name) {
    return nodes.get(name);
  }

  /** The node {@code name}, made when it was never mentioned; null when there is no room for it. */
  public @Nullable NodeEntry addNode(NodeName name) {
    NodeEntry node = nodes.get(name);
    if (node == null && nodes.size() < MOST_NODES) {
      node = new NodeEntry(name);
      nodes.put(name, node);
      touchGraph();
    }
    return node;
  }

  void removeNode(NodeEntry node) {
    nodes.remove(node.name());
    node.dropKeys();
    touchGraph();
  }

  /** {@code node} proved to be at {@code address}: no other node is believed there any more. */
  public void takeUdpAddress(NodeEntry node, InetSocketAddress address) {
    for (NodeEntry other : nodes.values()) {
      if (address.equals(other.udpAddress())) {
        other.setUdpAddress(null);
      }
    }
    node.setUdpAddress(address);
  }

  /** All edges in their order. */
  SortedSet<Edge> edges() {
    return Collections.unmodifiableSortedSet(edges);
  }

  /** Adds an edge, or puts it in the place of the one between the same ends; false without room. */
  boolean putEdge(Edge edge) {
    if (edge.address().host().length() + edge.address().port().length() > LONGEST_ADDRESS) {
      return false;
    }
    Edge before = edge.from().edgeTo(edge.to().name());
    if (before != null) {
      edges.remove(before);
    } else if (edges.size() >= MOST_EDGES) {
      return false;
    }
    edges.add(edge);
    edge.from().putEdge(edge);
    touchGraph();
    return true;
  }

  void removeEdge(Edge edge) {
    edges.remove(edge);
    edge.from().removeEdge(edge);
    touchGraph();
  }

  SubnetRegistry subnets() {
    return subnets;
  }

  /** The MAC addresses that we learned from our device. */
  LearnedMacs learnedMacs() {
    return learnedMacs;
  }

  /** Whether another subnet may be kept. */
  boolean hasRoomForSubnet() {
    return subnets.size() < MOST_SUBNETS;
  }

  /** Forgets a connection that has ended. */
  public void removeConnection(MetaConnection connection) {
    neighbours.remove(connection);
    touch();
  }

  /** Our connections. */
  public Neighbours neighbours() {
    return neighbours;
  }

  /** The connection that requests to {@code node} go through, or null when none does. */
  public @Nullable MetaConnection connectionTowards(NodeEntry node) {
    NodeEntry nexthop = node.nexthop();
    return nexthop == null ? null : nexthop.connection();
  }

  /** Notes that tables and views have to be made anew. */
  public void touch() {
    changed = true;
  }

  /** Notes that a node gets another key of ours, which has to open packets from now on. */
  void keyGiven() {
    keyGiven = true;
    touch();
  }

  private void touchGraph() {
    graphVersion++;
    touch();
  }

  /** A number that grows whenever nodes or edges change. */
  public long graphVersion() {
    return graphVersion;
  }

  /** Whether anything changed since {@link #published}. */
  public boolean isChanged() {
    return changed;
  }

  /** Whether a node got a key of ours since {@link #published}. */
  public boolean hasGivenKey() {
    return keyGiven;
  }

  /** Tables and views of the present state have been made. */
  public void published() {
    changed = false;
    keyGiven = false;
  }

  /** Nodes to which no edge points and that announce none, nor own a subnet; ourselves apart. */
  List<NodeEntry> forgotten() {
    Set<NodeEntry> mentioned = new HashSet<>();
    for (Edge edge : edges) {
      mentioned.add(edge.from());
      mentioned.add(edge.to());
    }
    return nodes.values().stream()
        .filter(node -> node != self && !node.isReachable() && !mentioned.contains(node))
        .filter(node -> subnets.of(node.name()).isEmpty())
        .toList();
  }
}
