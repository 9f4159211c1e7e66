package io.github.tinc4j.interop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ping} saw.
 *
 * @param sent how many requests it was to send
 * @param transmitted how many it has sent: more while answers were late
 * @param answered which of them, from 1, came back
 */
record Ping(int sent, int transmitted, Set<Integer> answered) {

  /** An Ethernet frame with a ping of the usual length over IPv4. */
  static final int FRAME_BYTES = 14 + 20 + 8 + 56;

  /** Of payload in a long ping: so many that all probes of a path are next to nothing. */
  static final int LONG_BYTES = 1200;

  private static final Pattern REPLY = Pattern.compile("bytes from .* icmp_seq=(\\d+) ");
  private static final Pattern TRANSMITTED = Pattern.compile("(\\d+) packets transmitted");
  private static final Duration OFTEN = Duration.ofMillis(20);

  /** How long an answer may take on a machine that is busy with something else. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  int lost() {
    return sent - answered.size();
  }

  /** Sends {@code count} pings, 50 a second. */
  static Ping send(Host from, String to, int count, String... options) {
    return every(OFTEN, from, to, count, options);
  }

  /** Sends {@code count} pings of {@link #LONG_BYTES}, 50 a second. */
  static Ping sendLong(Host from, String to, int count) {
    return send(from, to, count, "-s", Integer.toString(LONG_BYTES));
  }

  /** Sends {@code count} pings with such a pause between them. */
  static Ping every(Duration pause, Host from, String to, int count, String... options) {
    // With a deadline ping goes on until so many answers are in. Without, it would leave soon after
    // the last request, and an answer that a busy machine holds up would pass for lost.
    // A busy machine may send at a third of the pace.
    Duration deadline = pause.multipliedBy(3L * count).plus(PATIENCE);
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("-i", seconds(pause), "-w", Long.toString(deadline.toSeconds())));
    Command.Result result = run(from, to, count, deadline.plusSeconds(30), words);
    Set<Integer> answered = new HashSet<>();
    for (Matcher reply = REPLY.matcher(result.output()); reply.find(); ) {
      int sequence = Integer.parseInt(reply.group(1));
      if (sequence <= count) {
        answered.add(sequence);
      }
    }
    Matcher transmitted = TRANSMITTED.matcher(result.output());
    if (!transmitted.find()) {
      throw new IllegalStateException("no summary: " + result.output());
    }
    return new Ping(count, Integer.parseInt(transmitted.group(1)), answered);
  }

  /** Sends one ping; all that {@code ping} prints, its complaints too. */
  static Command.Result once(Host from, String to, String... options) {
    return run(from, to, 1, PATIENCE, List.of(options));
  }

  /** Waits until a ping comes back. */
  static void await(Host from, String to, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Command.Result last;
    do {
      last = once(from, to, "-W", "0.2");
      if (last.status() == 0) {
        return;
      }
    } while (System.nanoTime() < deadline);
    throw new AssertionError("no answer from " + to + " in " + patience + ": " + last.output());
  }

  private static Command.Result run(
      Host from, String to, int count, Duration patience, List<String> options) {
    List<String> words = new ArrayList<>(List.of("ping", "-n", "-c", Integer.toString(count)));
    words.addAll(options);
    words.add(to);
    return Command.tryRun(patience, from.command(words));
  }

  private static String seconds(Duration time) {
    return Double.toString(time.toMillis() / 1000.0);
  }
}
