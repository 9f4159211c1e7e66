package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@link TrafficEnd} on the host of a node. One thread. */
final class Traffic {

  /** A stall is found in 20 s; so slow is no path. */
  private static final Duration STALL = Duration.ofSeconds(40);

  private static final String LISTENING = "^listening";

  private static final int HEAP_MIB = 128;

  private static final int SLOWEST_BYTES_PER_SECOND = 1 << 20;

  private static final Pattern DATAGRAMS =
      Pattern.compile(": lost (\\d+) of (\\d+), all right: overtaken (\\d+), repeated (\\d+)$");

  private final Node node;
  private final Daemon program;

  private Traffic(Node node, Daemon program) {
    this.node = node;
    this.program = program;
  }

  /** Starts the program. */
  static Traffic on(Node node) {
    List<String> command = Kind.atFullSpeed(Kind.program(HEAP_MIB, TrafficEnd.class));
    return new Traffic(node, node.run("traffic", command));
  }

  /** Waits until others can send to it. */
  Traffic awaitListening() {
    program.await(LISTENING);
    return this;
  }

  /** As {@link #awaitListening()}, for so long. */
  void awaitListening(Duration patience) {
    program.log().await(LISTENING, 0, patience);
  }

  Node node() {
    return node;
  }

  /** Sends noise through so many connections at once, in both directions if there is any back. */
  void streams(String to, long seed, int connections, long forthBytes, long backBytes) {
    long bytes = connections * (forthBytes + backBytes);
    String told =
        task(
            bytes,
            "streams " + to + " " + seed + " " + connections + " " + forthBytes + " " + backBytes);
    assertThat(told).startsWith("done");
  }

  /** Sends the datagrams of a plan. */
  Datagrams datagrams(String to, DatagramPlan plan) {
    String told = task((long) plan.count() * plan.longest(), "datagrams " + to + " " + plan);
    Matcher done = DATAGRAMS.matcher(told);
    assertThat(done.find()).as(told).isTrue();
    return new Datagrams(
        Integer.parseInt(done.group(1)),
        Integer.parseInt(done.group(2)),
        Integer.parseInt(done.group(3)),
        Integer.parseInt(done.group(4)));
  }

  /**
   * How datagrams fared, all of which arrived in the end with every byte right.
   *
   * @param lost how many did not arrive at first
   * @param sent how many there were
   * @param overtaken how many arrived after a later one
   * @param repeated how many arrived again
   */
  record Datagrams(int lost, int sent, int overtaken, int repeated) {}

  private String task(long bytes, String line) {
    int mark = program.log().mark();
    program.tell(line);
    Duration patience = STALL.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
    return program.log().await("^(done|failed).*", mark, patience).group();
  }

  @Override
  public String toString() {
    return "traffic of " + node.name();
  }
}
