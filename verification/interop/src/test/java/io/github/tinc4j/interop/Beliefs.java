package io.github.tinc4j.interop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node believes of the mesh. Programs of each kind tell it in the words of tincd at SIGUSR2
 * (spec 40, 8).
 *
 * @param nodes where each node takes UDP, by name
 * @param edges as {@code from-to}
 * @param subnets as {@code owner subnet}
 */
record Beliefs(Map<String, String> nodes, Set<String> edges, Set<String> subnets) {

  private static final String END = "^End of subnet list";

  private static final Pattern NODE = Pattern.compile("^ (\\w+) at (.*?)(?: port \\d+)? cipher .*");
  private static final Pattern EDGE = Pattern.compile("^ (\\w+) to (\\w+) at .*");
  private static final Pattern SUBNET = Pattern.compile("^ (\\S+) owner (\\w+)$");

  /** Asks the program that runs {@code node} now. */
  static Beliefs of(Node node) {
    Daemon program = node.daemon();
    List<String> told =
        node.kind() == Kind.API
            ? program.answer(END, () -> program.tell(node.name() + ApiNode.BELIEFS))
            : program.dump();
    var beliefs = new Beliefs(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
    told.forEach(beliefs::read);
    return beliefs;
  }

  private void read(String line) {
    Matcher node = NODE.matcher(line);
    Matcher edge = EDGE.matcher(line);
    Matcher subnet = SUBNET.matcher(line);
    if (node.matches()) {
      nodes.put(node.group(1), node.group(2));
    } else if (edge.matches()) {
      edges.add(edge.group(1) + "-" + edge.group(2));
    } else if (subnet.matches()) {
      subnets.add(subnet.group(2) + " " + subnet.group(1));
    }
  }
}
