package io.github.tinc4j.api;

import java.util.List;
import java.util.Optional;

/**
 * The mesh at one moment; its parts fit each other.
 *
 * @param nodes all nodes known, ourselves among them, by name
 * @param edges all edges known, by weight, then names
 * @param subnets all subnets known, in lookup order
 * @param connections our active meta connections, by peer
 */
public record MeshView(
    List<NodeInfo> nodes,
    List<EdgeInfo> edges,
    List<OwnedSubnet> subnets,
    List<ConnectionInfo> connections) {

  /** Copies the lists. */
  public MeshView {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
    subnets = List.copyOf(subnets);
    connections = List.copyOf(connections);
  }

  /** What is known of the node {@code name}. */
  public Optional<NodeInfo> node(NodeName name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }
}
