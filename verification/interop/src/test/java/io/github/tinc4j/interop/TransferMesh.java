package io.github.tinc4j.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes that move much, with a {@link TrafficEnd} on the host of each. */
final class TransferMesh implements AutoCloseable {

  /** A dozen programs start at once, and who did not answer yet is dialled again later. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(2);

  private final Mesh mesh = new Mesh();
  private final Map<Node, Kind> kinds = new LinkedHashMap<>();
  private final Map<Node, Traffic> ends = new LinkedHashMap<>();
  private final List<Link> links = new ArrayList<>();

  private record Link(Node from, Node to) {}

  /** A new node, connected to all that there are. Before {@link #launch}. */
  Node node(String name, Kind kind) {
    return node(name, kind, List.copyOf(kinds.keySet()));
  }

  /** A new node, connected to these. Before {@link #launch}. */
  Node node(String name, Kind kind, List<Node> neighbours) {
    Node node = mesh.node(name).atFullSpeed();
    // A path whose probes stay unanswered while a burst is on its way falls back to TCP for a
    // while, by the rules; with the default intervals that is not to be feared.
    node.directory().serverInstead("PingInterval", "60");
    node.directory().serverInstead("PingTimeout", "5");
    for (Node neighbour : neighbours) {
      node.dials(neighbour);
      links.add(new Link(node, neighbour));
      links.add(new Link(neighbour, node));
    }
    kinds.put(node, kind);
    return node;
  }

  /** Starts all nodes and programs. */
  void launch() {
    kinds.forEach(Node::launch);
    kinds.keySet().forEach(node -> ends.put(node, Traffic.on(node)));
  }

  /** Waits until each node has settled on an MTU for UDP towards each of its neighbours. */
  void awaitUdp() {
    during(
        () -> {
          ends.values().forEach(end -> end.awaitListening(START_PATIENCE));
          // Without packets, no key.
          links.forEach(link -> link.from().awaitPing(link.to(), START_PATIENCE));
          links.forEach(link -> link.from().awaitSettledPath(link.to()));
        });
  }

  /** The program on the host of a node. */
  Traffic at(Node node) {
    Traffic end = ends.get(node);
    if (end == null) {
      throw new IllegalStateException("not launched yet: " + node.name());
    }
    return end;
  }

  /** Does what needs this mesh; when it fails, with all counters and the end of all logs. */
  void during(Runnable check) {
    try {
      check.run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + counted() + mesh.logs(), e);
    }
  }

  /** Where packets were lost, as far as anybody counts them. */
  private String counted() {
    StringBuilder text = new StringBuilder();
    kinds.forEach(
        (node, kind) -> {
          text.append("---- counted by ").append(node.name()).append('\n');
          if (kind == Kind.API) {
            text.append(nodeCounters(node)).append('\n');
          }
          text.append(node.host().losses()).append('\n');
        });
    return text.toString();
  }

  private static String nodeCounters(Node node) {
    try {
      return NodeCounters.ask(node).toString();
    } catch (AssertionError e) {
      return "no counters: " + e.getMessage(); // another failure is being told of
    }
  }

  @Override
  public void close() {
    mesh.close();
  }
}
