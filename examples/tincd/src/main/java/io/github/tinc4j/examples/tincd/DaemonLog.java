package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that a daemon says, by debug level (spec 40, 8): plain to standard error, or with time,
 * name and process id to the end of a file. Any thread.
 */
final class DaemonLog implements AutoCloseable {

  /** Start, stop and errors; always shown. */
  static final int ALWAYS = 0;

  /** Connections, and nodes that come and go. */
  static final int CONNECTIONS = 1;

  /** Scripts, UDP addresses and MTUs. */
  static final int STATUS = 2;

  /** Edges and subnets that peers announce. */
  static final int REQUESTS = 3;

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** What {@link #toggleDebug} raises the level to. */
  private static final int DEBUG_LEVEL = 5;

  private final int givenLevel;
  private final String suffix;
  private final @Nullable Path file;
  private final Clock clock;
  private volatile int level;

  // Guarded by this.
  private boolean debugging;
  private PrintStream out;

  private DaemonLog(PrintStream out, int level, String suffix, @Nullable Path file, Clock clock) {
    this.out = out;
    this.givenLevel = level;
    this.level = level;
    this.suffix = suffix;
    this.file = file;
    this.clock = clock;
  }

  /** A log that shows lines up to {@code level} on {@code out}. */
  static DaemonLog to(PrintStream out, int level) {
    return new DaemonLog(out, level, "", null, Clock.systemUTC());
  }

  /**
   * A log that adds lines up to {@code level} to {@code file}.
   *
   * @param identity who speaks: {@code tinc.NETNAME}
   * @throws IOException when the file cannot be opened
   */
  static DaemonLog to(Path file, int level, String identity, long pid, Clock clock)
      throws IOException {
    return new DaemonLog(open(file), level, " " + identity + "[" + pid + "]: ", file, clock);
  }

  private static PrintStream open(Path file) throws IOException {
    OutputStream stream =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /**
   * Opens the file anew, if there is one: what had its name may have been moved away.
   *
   * @throws IOException when it cannot be opened; lines go on to where they went before
   */
  synchronized void reopen() throws IOException {
    if (file != null) {
      PrintStream before = out;
      out = open(file);
      before.close();
    }
  }

  /** Raises the level to 5, or sets it back to what it was at the start, and says so. */
  synchronized void toggleDebug() {
    debugging = !debugging;
    if (debugging) {
      level = DEBUG_LEVEL;
      log(
          ALWAYS,
          "Temporarily setting debug level to 5.  Kill me with SIGINT again to go back to level "
              + givenLevel
              + ".");
    } else {
      level = givenLevel;
      log(ALWAYS, "Reverting to old debug level (" + givenLevel + ")");
    }
  }

  /** The highest level that is shown. */
  int level() {
    return level;
  }

  /** Says {@code text}, of one line or several, when {@code its} level is shown. */
  void log(int its, String text) {
    if (its > level) {
      return;
    }
    String prefix = file != null ? TIME.format(LocalDateTime.now(clock)) + suffix : "";
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(prefix).append(printable(line)).append('\n'));
    synchronized (this) {
      out.print(lines);
      out.flush();
    }
  }

  /** Says lines that belong together, at every level. */
  void all(List<String> lines) {
    log(ALWAYS, String.join("\n", lines));
  }

  /** What peers send may stand in a line; it must not steer a terminal. */
  private static String printable(String line) {
    return line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
  }

  /** Closes the file, if there is one. */
  @Override
  public synchronized void close() {
    if (file != null) {
      out.close();
    }
  }
}
