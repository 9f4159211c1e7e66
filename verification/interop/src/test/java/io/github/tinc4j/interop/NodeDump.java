package io.github.tinc4j.interop;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tincd or {@code tincd.jar} tells of another node at SIGUSR2 (spec 40, 8).
 *
 * @param nexthop the neighbour on the way
 * @param via the last node on the way that gets UDP
 * @param mtu the largest frame
 * @param minMtu the largest frame seen to arrive by UDP
 * @param maxMtu the smallest frame not ruled out
 */
record NodeDump(String nexthop, String via, int mtu, int minMtu, int maxMtu) {

  private static final String REST =
      " at .* nexthop (\\S+) via (\\S+) pmtu (\\d+) \\(min (\\d+) max (\\d+)\\)";

  /** Asks {@code tincd}; empty when it knows no node of that name. */
  static Optional<NodeDump> ask(Daemon tincd, String node) {
    Pattern wanted = Pattern.compile("^ " + node + REST);
    for (String line : tincd.dump()) {
      Matcher matcher = wanted.matcher(line);
      if (matcher.find()) {
        return Optional.of(of(matcher));
      }
    }
    return Optional.empty();
  }

  private static NodeDump of(Matcher line) {
    return new NodeDump(
        line.group(1),
        line.group(2),
        Integer.parseInt(line.group(3)),
        Integer.parseInt(line.group(4)),
        Integer.parseInt(line.group(5)));
  }

  /** Whether the daemon has seen UDP to the node work. */
  boolean udpWorks() {
    return minMtu > 0;
  }

  /** Whether the daemon sends frames of this length to the node by UDP. */
  boolean takesByUdp(int frameBytes) {
    return minMtu >= frameBytes;
  }

  /** Whether the daemon has settled on an MTU for UDP. */
  boolean fixed() {
    return minMtu > 0 && minMtu == maxMtu;
  }
}
