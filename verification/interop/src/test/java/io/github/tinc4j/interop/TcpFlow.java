package io.github.tinc4j.interop;

import java.util.regex.Matcher;

/**
 * What a node run by {@link ApiNode} has moved through its meta connections so far.
 *
 * @param received frames
 * @param sent frames
 */
record TcpFlow(long received, long sent) {

  private static final String COUNTERS =
      " TrafficCounters\\[.*tcpReceived=Flow\\[packets=(\\d+),.*tcpSent=Flow\\[packets=(\\d+),";

  static TcpFlow ask(Daemon program, String node) {
    int mark = program.log().mark();
    program.tell(node);
    Matcher line = program.log().await("^" + node + COUNTERS, mark, Daemon.ANSWER_PATIENCE);
    return new TcpFlow(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)));
  }
}
