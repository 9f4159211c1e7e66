package io.github.tinc4j.interop;

import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TincNodeBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program that runs configuration directories through the public API, prints each event as a
 * line, and ends at the end of its input. A name as input asks for the counters of that node, a
 * name with {@value #BELIEFS} after it for what the node believes of the mesh.
 */
final class ApiNode {

  /** Gives each node an {@link EchoHost} instead of the device of its directory. */
  static final String ECHO = "--echo";

  /** After a name: what the node believes, as a tincd would tell it at SIGUSR2. */
  static final String BELIEFS = "?";

  private ApiNode() {}

  /** Usage: {@code ApiNode [--echo] DIRECTORY...}. */
  public static void main(String[] args) throws IOException {
    Map<String, TincNode> nodes = new LinkedHashMap<>();
    try {
      boolean echo = args[0].equals(ECHO);
      for (int i = echo ? 1 : 0; i < args.length; i++) {
        TincNode node = start(Path.of(args[i]), echo);
        nodes.put(node.name().toString(), node);
      }
      nodes.forEach(
          (name, node) -> System.out.println("started " + name + " on " + node.listenAddresses()));
      var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        answer(nodes, line);
      }
    } finally {
      nodes.values().forEach(TincNode::close);
    }
  }

  private static void answer(Map<String, TincNode> nodes, String line) {
    boolean beliefs = line.endsWith(BELIEFS);
    TincNode asked = nodes.get(beliefs ? line.substring(0, line.length() - 1) : line);
    if (asked == null || !beliefs) {
      System.out.println(line + " " + (asked == null ? "is not here" : asked.counters()));
      return;
    }
    MeshView mesh = asked.mesh();
    mesh.nodes().forEach(node -> System.out.println(words(node)));
    mesh.edges()
        .forEach(e -> System.out.println(" " + e.from() + " to " + e.to() + " at " + e.address()));
    mesh.subnets()
        .forEach(owned -> System.out.println(" " + owned.subnet() + " owner " + owned.owner()));
    System.out.println("End of subnet list.");
  }

  private static String words(NodeInfo node) {
    InetSocketAddress udp = node.udpAddress();
    String at = node.self() ? "MYSELF" : "(null)";
    if (udp != null && !node.self()) {
      at = udp.getAddress().getHostAddress() + " port " + udp.getPort();
    }
    return " " + node.name() + " at " + at + " cipher - nexthop " + node.nexthop();
  }

  private static TincNode start(Path directory, boolean echo) throws IOException {
    String name = directory.getFileName().toString();
    TincNodeBuilder builder =
        TincNode.builder().configDirectory(directory).listener(new EventPrinter(name));
    if (echo) {
      builder.device(EchoHost.start(name));
    }
    return builder.start();
  }
}
