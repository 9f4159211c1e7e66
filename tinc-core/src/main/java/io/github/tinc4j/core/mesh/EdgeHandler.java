package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.AddEdge;
import io.github.tinc4j.core.wire.DelEdge;
import io.github.tinc4j.core.wire.WireAddress;

/**
 * Edges: those that neighbours announce and withdraw, and our own halves of links (spec 30, 3).
 *
 * <p>Who tells us something wrong about a link of ours gets the correction; nobody else hears of
 * it.
 */
public final class EdgeHandler {

  private final Mesh mesh;
  private final Flooding flooding;
  private final Announcements announcements;
  private final Reachability reachability;
  private final MeshPort port;
  private int contradictingAdds;
  private int contradictingDeletes;

  /** Works on {@code mesh}. */
  public EdgeHandler(
      Mesh mesh,
      Flooding flooding,
      Announcements announcements,
      Reachability reachability,
      MeshPort port) {
    this.mesh = mesh;
    this.flooding = flooding;
    this.announcements = announcements;
    this.reachability = reachability;
    this.port = port;
  }

  /**
   * An edge was announced. One whose address is not numeric is kept, but nobody hears of it from
   * us: it would end a tincd 1.0.36 that is told of no better one.
   */
  public void add(MetaConnection source, AddEdge message, String line) {
    if (!flooding.hears(source, message.from(), message.to())) {
      return;
    }
    NodeEntry from = mesh.addNode(message.from());
    NodeEntry to = mesh.addNode(message.to());
    if (from == null || to == null) {
      if (message.address().numeric() != null) {
        flooding.passOn(line, source);
      }
      return;
    }
    Edge announced = new Edge(from, to, message.address(), message.options(), message.weight());
    Edge known = from.edgeTo(to.name());
    if (announced.saysTheSameAs(known)) {
      return;
    }
    if (from == mesh.self()) {
      if (known == null) {
        contradictingAdds++;
        source.send(announcements.endOf(announced));
      } else {
        source.send(announcements.of(known));
      }
      return;
    }
    if (mesh.putEdge(announced)) {
      port.notify(new MeshEvent.EdgeAdded(announced.info()));
    }
    if (announced.isHarmless()) {
      flooding.passOn(line, source);
    }
    if (announced.reverse() != null) {
      // A half without the other changes no way.
      reachability.update();
    }
  }

  /** An edge was withdrawn. */
  public void delete(MetaConnection source, DelEdge message, String line) {
    if (!flooding.hears(source, message.from(), message.to())) {
      return;
    }
    NodeEntry from = mesh.node(message.from());
    Edge known = from == null ? null : from.edgeTo(message.to());
    if (known == null) {
      return;
    }
    if (from == mesh.self()) {
      contradictingDeletes++;
      source.send(announcements.of(known));
      return;
    }
    flooding.passOn(line, source);
    remove(known);
    reachability.update();
    withdrawReturning(known.to());
  }

  /**
   * Adds our own half of a link and tells the mesh.
   *
   * @param connection the active one that is the link
   */
  public void addOwn(
      NodeEntry peer,
      MetaConnection connection,
      WireAddress address,
      NodeOptions options,
      int weight) {
    Edge edge = new Edge(mesh.self(), peer, address, options, weight);
    mesh.putEdge(edge);
    port.notify(new MeshEvent.EdgeAdded(edge.info()));
    flooding.tellOfLink(announcements.of(edge), connection);
    reachability.update();
  }

  /**
   * Removes our own half of a link.
   *
   * @param announce whether the mesh is told
   */
  public void removeOwn(NodeEntry peer, boolean announce) {
    Edge edge = mesh.self().edgeTo(peer.name());
    if (edge == null) {
      return;
    }
    if (announce) {
      flooding.tellOfOthers(announcements.endOf(edge));
    }
    remove(edge);
    reachability.update();
    if (announce) {
      withdrawReturning(peer);
    }
  }

  /** What is left of a link to us from a node that cannot be reached any more goes too. */
  private void withdrawReturning(NodeEntry node) {
    Edge returning = node.isReachable() ? null : node.edgeTo(mesh.self().name());
    if (returning != null) {
      withdraw(returning);
    }
  }

  /** Removes an edge in place of the node that announced it, and tells the mesh. */
  void withdraw(Edge edge) {
    flooding.tellOfOthers(announcements.endOf(edge));
    remove(edge);
  }

  private void remove(Edge edge) {
    mesh.removeEdge(edge);
    port.notify(new MeshEvent.EdgeRemoved(edge.info()));
  }

  /**
   * Whether more than {@code limit} announcements and as many withdrawals contradicted us since
   * this was last asked: somebody else uses our name.
   */
  public boolean takeNameContested(int limit) {
    boolean contested = contradictingAdds > limit && contradictingDeletes > limit;
    contradictingAdds = 0;
    contradictingDeletes = 0;
    return contested;
  }
}
