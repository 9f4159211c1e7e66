package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One half of a link: {@code from} has a meta connection to {@code to}. It counts only when the
 * other half is known too (spec 30, 1).
 *
 * @param address where {@code from} reaches {@code to}, with the port of {@code to}
 * @param numeric the same; null when it is not numeric, and so of no use
 * @param options what both ends agreed on
 * @param weight cost; the spanning tree prefers less
 */
record Edge(
    NodeEntry from,
    NodeEntry to,
    WireAddress address,
    @Nullable InetSocketAddress numeric,
    NodeOptions options,
    int weight) {

  /** The order of all edges: weight, then the names of both ends. */
  static final Comparator<Edge> ORDER = Edge::compare;

  private static int compare(Edge a, Edge b) {
    int order = Integer.compare(a.weight, b.weight);
    if (order == 0) {
      order = a.from.name().compareTo(b.from.name());
    }
    return order != 0 ? order : a.to.name().compareTo(b.to.name());
  }

  Edge(NodeEntry from, NodeEntry to, WireAddress address, NodeOptions options, int weight) {
    this(from, to, address, address.numeric(), options, weight);
  }

  /**
   * Whether neighbours may hear of it: tincd 1.0.36 aborts when a node becomes reachable by an edge
   * whose address is not numeric (spec 10, 6).
   */
  boolean isHarmless() {
    return numeric != null;
  }

  /**
   * Whether {@code known} says the same of the same ends. How a numeric address is written does not
   * matter: a tincd that tells of edges anew writes them its own way.
   */
  boolean saysTheSameAs(@Nullable Edge known) {
    return known != null
        && weight == known.weight
        && options.equals(known.options)
        && (numeric == null ? address.equals(known.address) : numeric.equals(known.numeric));
  }

  /** The other half, or null while it is not known. */
  @Nullable Edge reverse() {
    return to.edgeTo(from.name());
  }

  /** The other end, seen from {@code end}; null when {@code end} is neither. */
  @Nullable NodeEntry opposite(NodeEntry end) {
    return end == from ? to : end == to ? from : null;
  }

  EdgeInfo info() {
    return new EdgeInfo(from.name(), to.name(), address.host(), address.port(), options, weight);
  }
}
