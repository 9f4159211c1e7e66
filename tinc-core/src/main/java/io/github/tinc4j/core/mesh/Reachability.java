package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.MeshEvent;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What follows from a changed graph: who came, who went (spec 30, 4). */
public final class Reachability {

  private final Mesh mesh;
  private final SubnetScripts scripts;
  private final KeyHandler keys;
  private final MeshPort port;

  /** Works on {@code mesh}. */
  public Reachability(Mesh mesh, SubnetScripts scripts, KeyHandler keys, MeshPort port) {
    this.mesh = mesh;
    this.scripts = scripts;
    this.keys = keys;
    this.port = port;
  }

  /** Runs the graph search, and deals with every node whose reachability it changed, by name. */
  void update() {
    mesh.touch();
    Set<NodeEntry> reached = Graph.route(mesh.self());
    List<NodeEntry> changed =
        mesh.nodes().stream().filter(node -> node.isReachable() != reached.contains(node)).toList();
    for (NodeEntry node : changed) {
      if (node.isReachable()) {
        // The scripts still get the address that the node had.
        scripts.host(node, "down");
        node.becameUnreachable();
        port.notify(new MeshEvent.NodeUnreachable(node.name()));
      } else {
        node.becameReachable();
        scripts.host(node, "up");
        port.notify(
            new MeshEvent.NodeReachable(
                node.name(),
                Objects.requireNonNull(node.nexthop()).name(),
                Objects.requireNonNull(node.via()).name()));
      }
      port.reachabilityChanged(node);
      if (node.isReachable() && node.connection() != null) {
        // A neighbour need not ask (spec 20, 4.2).
        keys.sendOurKey(node);
      }
    }
  }
}
