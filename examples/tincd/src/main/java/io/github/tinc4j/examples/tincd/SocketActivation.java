package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The sockets that a service manager hands to the process it starts: {@code LISTEN_FDS} of them,
 * from descriptor 3 on, if {@code LISTEN_PID} is that process (spec 40, 8; {@code
 * sd_listen_fds(3)}).
 */
final class SocketActivation {

  private static final int FIRST = 3;

  /** As many addresses as a node listens on. */
  private static final int MOST = 128;

  private SocketActivation() {}

  /**
   * Their descriptors; none where the variables are not there, or meant for another process.
   *
   * @throws IOException when they are for us and make no sense
   */
  static List<Integer> descriptors(Map<String, String> environment, long pid) throws IOException {
    String count = environment.get("LISTEN_FDS");
    if (count == null || !Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
      return List.of();
    }
    int number;
    try {
      number = Integer.parseInt(count);
    } catch (NumberFormatException e) {
      throw new IOException("LISTEN_FDS is not a number of sockets: '" + count + "'", e);
    }
    if (number < 0 || number > MOST) {
      throw new IOException("LISTEN_FDS is not 0 to " + MOST + ": " + number);
    }
    return IntStream.range(FIRST, FIRST + number).boxed().toList();
  }
}
