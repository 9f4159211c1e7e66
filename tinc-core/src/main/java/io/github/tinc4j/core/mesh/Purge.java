package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.OwnedSubnet;
import java.util.List;

/** How a mesh that only grows becomes smaller again (spec 30, 6). */
public final class Purge {

  private final Mesh mesh;
  private final EdgeHandler edges;
  private final Flooding flooding;
  private final Announcements announcements;
  private final Ownership ownership;
  private final Trust trust;

  /** Works on {@code mesh}. */
  public Purge(
      Mesh mesh,
      EdgeHandler edges,
      Flooding flooding,
      Announcements announcements,
      Ownership ownership,
      Trust trust) {
    this.mesh = mesh;
    this.edges = edges;
    this.flooding = flooding;
    this.announcements = announcements;
    this.ownership = ownership;
    this.trust = trust;
  }

  /**
   * Forgets unreachable nodes with all that they announced, and tells the mesh. What our host files
   * say of them stays.
   */
  public void run() {
    for (NodeEntry node : mesh.nodes()) {
      if (!node.isReachable()) {
        forgetWordsOf(node);
      }
    }
    mesh.forgotten().forEach(mesh::removeNode);
  }

  private void forgetWordsOf(NodeEntry node) {
    for (OwnedSubnet owned : mesh.subnets().of(node.name())) {
      flooding.tellOfOthers(announcements.endOf(owned));
      if (trust.learnsSubnets()) {
        ownership.end(node, owned);
      }
    }
    for (Edge edge : List.copyOf(node.edges())) {
      edges.withdraw(edge);
    }
  }
}
