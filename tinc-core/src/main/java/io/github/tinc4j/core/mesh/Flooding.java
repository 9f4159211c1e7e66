package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.MetaMessage;

/**
 * What one neighbour hears of another, and of the mesh, through us (spec 10, 4). A tunnel server
 * keeps its neighbours apart: it hears each only about what concerns that one or ourselves, and
 * tells nobody of anyone but itself (spec 30, 3 and 12).
 *
 * <p>Lines that came before were sorted out already, by {@link FloodedLines}.
 */
public final class Flooding {

  private final Mesh mesh;
  private final Announcements announcements;
  private final Trust trust;

  /** Floods among the neighbours of {@code mesh}. */
  public Flooding(Mesh mesh, Announcements announcements, Trust trust) {
    this.mesh = mesh;
    this.announcements = announcements;
    this.trust = trust;
  }

  /** Whether a neighbour is to be heard about a link, or a subnet, of one of {@code ends}. */
  boolean hears(MetaConnection source, NodeName... ends) {
    if (trust.passesOn()) {
      return true;
    }
    for (NodeName end : ends) {
      if (end.equals(source.provenPeer()) || end.equals(mesh.self().name())) {
        return true;
      }
    }
    return false;
  }

  /** Passes a line on, unchanged, to all neighbours but the one that said it. */
  void passOn(String line, MetaConnection source) {
    if (trust.passesOn()) {
      mesh.neighbours().forward(line, source);
    }
  }

  /** Tells all neighbours what we have found out about other nodes. */
  void tellOfOthers(MetaMessage news) {
    if (trust.passesOn()) {
      mesh.neighbours().broadcast(news);
    }
  }

  /** Tells all neighbours of a link of ours; those of a tunnel server but the one it leads to. */
  void tellOfLink(MetaMessage news, MetaConnection link) {
    if (trust.passesOn()) {
      mesh.neighbours().broadcast(news);
    } else {
      link.send(news);
    }
  }

  /**
   * Tells a new neighbour everything that cannot hurt it: subnets and edges, node by node (spec 10,
   * 5.7).
   */
  public void sendEverything(MetaConnection to) {
    for (NodeEntry node : mesh.nodes()) {
      if (node != mesh.self() && !trust.passesOn()) {
        continue;
      }
      for (OwnedSubnet owned : mesh.subnets().of(node.name())) {
        to.send(announcements.of(owned));
      }
      for (Edge edge : node.edges()) {
        if (edge.isHarmless() && trust.passesOn()) {
          to.send(announcements.of(edge));
        }
      }
    }
  }
}
