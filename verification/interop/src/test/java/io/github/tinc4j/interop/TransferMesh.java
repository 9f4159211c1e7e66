package io.github.tinc4j.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes that are all connected to each other, with a {@link TrafficEnd} on the host of each. */
final class TransferMesh implements AutoCloseable {

  private final Mesh mesh = new Mesh();
  private final Map<Node, Kind> kinds = new LinkedHashMap<>();
  private final Map<Node, Traffic> ends = new LinkedHashMap<>();

  /** A new node. Before {@link #launch}. */
  Node node(String name, Kind kind) {
    Node node = mesh.node(name).atFullSpeed();
    // A path whose probes stay unanswered while a burst is on its way falls back to TCP for a
    // while, by the rules; with the default intervals that is not to be feared.
    node.directory().serverInstead("PingInterval", "60");
    node.directory().serverInstead("PingTimeout", "5");
    kinds.keySet().forEach(node::dials);
    kinds.put(node, kind);
    return node;
  }

  /** Starts all nodes and programs. */
  void launch() {
    kinds.forEach(Node::launch);
    kinds.keySet().forEach(node -> ends.put(node, Traffic.on(node)));
  }

  /** Waits until each node has settled on an MTU for UDP towards each other one. */
  void awaitUdp() {
    ends.values().forEach(Traffic::awaitListening);
    List<Node[]> pairs = new ArrayList<>();
    for (Node from : kinds.keySet()) {
      kinds.keySet().stream()
          .filter(to -> to != from)
          .forEach(to -> pairs.add(new Node[] {from, to}));
    }
    pairs.forEach(pair -> pair[0].awaitPing(pair[1])); // without packets there is no key
    pairs.forEach(pair -> pair[0].awaitSettledPath(pair[1]));
  }

  /** The program on the host of a node. */
  Traffic at(Node node) {
    Traffic end = ends.get(node);
    if (end == null) {
      throw new IllegalStateException("not launched yet: " + node.name());
    }
    return end;
  }

  /** Does what needs this mesh; when it fails, with the end of all logs. */
  void during(Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + mesh.logs(), e);
    }
  }

  @Override
  public void close() {
    mesh.close();
  }
}
