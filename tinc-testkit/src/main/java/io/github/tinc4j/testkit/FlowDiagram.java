package io.github.tinc4j.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What went on in a simulated mesh of late, as a sequence diagram in plain text: one column for
 * each node, time downwards, an arrow for what one sent to another, a star for what happened within
 * one.
 *
 * <pre>
 *                a         b
 *      0.000     |-------->|         connect
 *      0.010     |-------->|         7 bytes
 *      0.065     |         *         NodeReachable a
 * </pre>
 *
 * <p>It holds the last {@value #MOST_STEPS} steps. Not thread-safe.
 */
public final class FlowDiagram {

  private static final int MOST_STEPS = 120;
  private static final int COLUMN = 10;
  private static final int TIME = 12;
  private static final int LONGEST_TEXT = 120;

  /** A step within {@code from} when {@code to} is the same. */
  private record Step(long atNs, String from, String to, Object what) {}

  private final Deque<Step> steps = new ArrayDeque<>();
  private long leftOut;

  /** A flow in which nothing has happened. */
  public FlowDiagram() {}

  /**
   * {@code from} sent something to {@code to}.
   *
   * @param what its text is asked for only when the diagram is drawn
   */
  public void sent(long atNs, String from, String to, Object what) {
    if (steps.size() == MOST_STEPS) {
      steps.remove();
      leftOut++;
    }
    steps.add(new Step(atNs, from, to, what));
  }

  /** Something happened within {@code node}. */
  public void happened(long atNs, String node, Object what) {
    sent(atNs, node, node, what);
  }

  /** The diagram; ends with a newline. */
  @Override
  public String toString() {
    Set<String> names = new LinkedHashSet<>();
    for (Step step : steps) {
      names.add(step.from);
      names.add(step.to);
    }
    List<String> columns = new ArrayList<>(names);
    var text = new StringBuilder();
    if (leftOut > 0) {
      text.append("(").append(leftOut).append(" steps before these are left out)\n");
    }
    text.append(" ".repeat(TIME));
    for (String name : columns) {
      text.append(String.format(Locale.ROOT, "%-" + COLUMN + "s", shortened(name, COLUMN - 1)));
    }
    text.append('\n');
    for (Step step : steps) {
      append(text, step, columns.indexOf(step.from), columns.indexOf(step.to), columns.size());
    }
    return text.toString();
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static void append(StringBuilder text, Step step, int from, int to, int columns) {
    var row = new StringBuilder();
    for (int column = 0; column < columns; column++) {
      row.append('|').append(" ".repeat(COLUMN - 1));
    }
    if (from == to) {
      row.setCharAt(from * COLUMN, '*');
    } else {
      int left = Math.min(from, to) * COLUMN;
      int right = Math.max(from, to) * COLUMN;
      for (int at = left + 1; at < right; at++) {
        row.setCharAt(at, '-');
      }
      row.setCharAt(from < to ? right - 1 : left + 1, from < to ? '>' : '<');
    }
    Duration time = Duration.ofNanos(step.atNs);
    text.append(String.format(Locale.ROOT, "%7d.%03d ", time.toSeconds(), time.toMillisPart()))
        .append(row)
        .append(shortened(step.what.toString(), LONGEST_TEXT))
        .append('\n');
  }
}
