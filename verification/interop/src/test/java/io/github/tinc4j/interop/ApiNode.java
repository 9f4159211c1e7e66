package io.github.tinc4j.interop;

import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TincNodeBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program that runs configuration directories through the public API, prints each event as a
 * line, and ends at the end of its input. A name as input asks for the counters of that node.
 */
final class ApiNode {

  /** Gives each node an {@link EchoHost} instead of the device of its directory. */
  static final String ECHO = "--echo";

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
        TincNode asked = nodes.get(line);
        System.out.println(line + " " + (asked == null ? "is not here" : asked.counters()));
      }
    } finally {
      nodes.values().forEach(TincNode::close);
    }
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
