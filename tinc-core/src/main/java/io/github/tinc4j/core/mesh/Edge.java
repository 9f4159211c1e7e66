package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.wire.WireAddress;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One half of a link: {@code from} has a meta connection to {@code to}. It counts only when the
 * other half is known too (spec 30, 1).
 *
 * @param address where {@code from} reaches {@code to}, with the port of {@code to}
 * @param options what both ends agreed on
 * @param weight cost; the spanning tree prefers less
 */
record Edge(NodeEntry from, NodeEntry to, WireAddress address, NodeOptions options, int weight) {

  /** The order of all edges: weight, then the names of both ends. */
  static final Comparator<Edge> ORDER =
      Comparator.comparingInt(Edge::weight)
          .thenComparing((Edge edge) -> edge.from.name())
          .thenComparing((Edge edge) -> edge.to.name());

  /** The other half, or null while it is not known. */
  @Nullable Edge reverse() {
    return to.edgeTo(from.name());
  }

  /** The other end, seen from {@code end}; null when {@code end} is neither. */
  @Nullable NodeEntry opposite(NodeEntry end) {
    return end == from ? to : end == to ? from : null;
  }

  EdgeInfo info() {
    return new EdgeInfo(fromName(), to.name(), address.host(), address.port(), options, weight);
  }

  private NodeName fromName() {
    return from.name();
  }
}
