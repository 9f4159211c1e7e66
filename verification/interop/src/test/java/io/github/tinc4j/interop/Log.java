package io.github.tinc4j.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running program prints, line by line. Filled by a thread of its own. */
final class Log {

  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  /** Reads {@code from} to its end. */
  static Log of(String name, InputStream from) {
    Log log = new Log();
    Thread reader = new Thread(() -> log.read(from), "log-of-" + name);
    reader.setDaemon(true);
    reader.start();
    return log;
  }

  private void read(InputStream from) {
    try (var reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("log ended by " + e);
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** How many lines there are: a place to look from later. */
  synchronized int mark() {
    return lines.size();
  }

  /** Whether any line so far holds {@code text}. */
  synchronized boolean contains(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  /** The lines from place {@code mark} on. */
  synchronized List<String> since(int mark) {
    return List.copyOf(lines.subList(mark, lines.size()));
  }

  /** As {@link #await(String, int, Duration)}, for {@link Poll#PATIENCE}. */
  Matcher await(String pattern, int mark) {
    return await(pattern, mark, Poll.PATIENCE);
  }

  /**
   * Waits for a line in which {@code pattern} is found.
   *
   * @param mark the place of the first line to look at
   * @throws AssertionError when none comes in {@code patience} or the program ends without it
   */
  Matcher await(String pattern, int mark, Duration patience) {
    Pattern wanted = Pattern.compile(pattern);
    long deadline = System.nanoTime() + patience.toNanos();
    int next = mark;
    synchronized (this) {
      while (true) {
        for (; next < lines.size(); next++) {
          Matcher matcher = wanted.matcher(lines.get(next));
          if (matcher.find()) {
            return matcher;
          }
        }
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (ended || leftMs <= 0) {
          throw new AssertionError(
              "no line with /" + pattern + "/ " + (ended ? "before the end" : "in " + patience));
        }
        try {
          wait(leftMs);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for " + pattern, e);
        }
      }
    }
  }

  /** The last {@code count} lines that begin with {@code start}. */
  synchronized String tail(String start, int count) {
    List<String> found = lines.stream().filter(line -> line.startsWith(start)).toList();
    return String.join("\n", found.subList(Math.max(0, found.size() - count), found.size()));
  }

  /** The last {@code count} lines. */
  synchronized String tail(int count) {
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }
}
