package io.github.tinc4j.interop;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node run by {@link ApiNode} has counted so far.
 *
 * @param packets by the names that {@code TrafficCounters} has for its flows
 * @param drops by reason
 */
record NodeCounters(Map<String, Long> packets, Map<String, Long> drops) {

  private static final Pattern FLOW = Pattern.compile("(\\w+)=Flow\\[packets=(\\d+),");
  private static final Pattern DROP = Pattern.compile("([A-Z_]+)=(\\d+)");

  static NodeCounters ask(Node node) {
    Daemon program = node.daemon();
    int mark = program.log().mark();
    program.tell(node.name());
    String line =
        program
            .log()
            .await("^" + node.name() + " TrafficCounters.*", mark, Daemon.ANSWER_PATIENCE)
            .group();
    return new NodeCounters(numbers(FLOW, line), numbers(DROP, line));
  }

  private static Map<String, Long> numbers(Pattern pattern, String line) {
    Map<String, Long> found = new TreeMap<>();
    for (Matcher each = pattern.matcher(line); each.find(); ) {
      found.put(each.group(1), Long.valueOf(each.group(2)));
    }
    return found;
  }

  long flow(String name) {
    return packets.getOrDefault(name, 0L);
  }

  /** What was counted since {@code earlier}; what was not is absent. */
  NodeCounters since(NodeCounters earlier) {
    return new NodeCounters(since(packets, earlier.packets), since(drops, earlier.drops));
  }

  private static Map<String, Long> since(Map<String, Long> now, Map<String, Long> earlier) {
    Map<String, Long> grown = new TreeMap<>(now);
    grown.replaceAll((name, count) -> count - earlier.getOrDefault(name, 0L));
    grown.values().removeIf(count -> count == 0);
    return grown;
  }
}
