package io.github.tinc4j.core.mesh;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two algorithms over edges: which way to each node, and the tree that broadcasts follow. */
final class Graph {

  private Graph() {}

  /**
   * Where {@code self} reaches a node.
   *
   * @param edge the last one on the way; null to ourselves
   * @param indirect whether somebody on the way wants no direct contact
   */
  private record Visit(NodeEntry nexthop, NodeEntry via, @Nullable Edge edge, boolean indirect) {}

  /**
   * Finds nexthop, via and options of every node that edges lead to, and its UDP address while none
   * is known (spec 30, 4). Breadth first; weights do not matter; an edge without its reverse does
   * not count.
   *
   * @return the nodes that can be reached, {@code self} among them
   */
  static Set<NodeEntry> route(NodeEntry self) {
    Map<NodeEntry, Visit> visits = new HashMap<>();
    visits.put(self, new Visit(self, self, null, false));
    var queue = new ArrayDeque<NodeEntry>();
    queue.add(self);
    for (NodeEntry node = queue.poll(); node != null; node = queue.poll()) {
      Visit here = visits.get(node);
      for (Edge edge : node.edges()) {
        if (here == null || edge.reverse() == null) {
          continue;
        }
        NodeEntry to = edge.to();
        boolean indirect = here.indirect || edge.options().indirect();
        Visit before = visits.get(to);
        // A node is visited again only to find that it may be contacted directly after all.
        if (before != null && (!before.indirect || indirect)) {
          continue;
        }
        NodeEntry nexthop =
            before != null ? before.nexthop : here.nexthop == self ? to : here.nexthop;
        NodeEntry via = indirect ? here.via : to;
        visits.put(to, new Visit(nexthop, via, edge, indirect));
        takeAddress(to, edge);
        queue.add(to);
      }
    }
    visits.forEach(
        (node, visit) -> {
          if (visit.edge != null) {
            node.setRoute(visit.nexthop, visit.via, visit.edge);
          }
        });
    return visits.keySet();
  }

  private static void takeAddress(NodeEntry node, Edge edge) {
    if (node.udpAddress() == null) {
      node.setUdpAddress(edge.numeric());
    }
  }

  /**
   * The neighbours of {@code self} along the minimum spanning tree (spec 30, 5). The order of edges
   * is total, so the tree is the same on all nodes, and the same from wherever it is begun: an edge
   * belongs to it when those before it do not join its two ends yet.
   *
   * @param edges all edges in their order
   */
  static Set<NodeEntry> treeNeighbours(NodeEntry self, Iterable<Edge> edges) {
    Set<NodeEntry> neighbours = new LinkedHashSet<>();
    Map<NodeEntry, NodeEntry> joined = new HashMap<>();
    for (Edge edge : edges) {
      NodeEntry from = root(edge.from(), joined);
      NodeEntry to = root(edge.to(), joined);
      if (from != to && edge.reverse() != null) {
        joined.put(from, to);
        NodeEntry neighbour = edge.opposite(self);
        if (neighbour != null && neighbour.connection() != null) {
          neighbours.add(neighbour);
        }
      }
    }
    return neighbours;
  }

  /** The node that stands for all those that are joined with {@code node}. */
  private static NodeEntry root(NodeEntry node, Map<NodeEntry, NodeEntry> joined) {
    NodeEntry root = node;
    for (NodeEntry next = joined.get(root); next != null; next = joined.get(root)) {
      root = next;
    }
    // Those on the way need not be gone through again.
    NodeEntry at = node;
    while (at != root) {
      at = Objects.requireNonNull(joined.put(at, root));
    }
    return root;
  }
}
