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

  private final PrintStream out;
  private final int level;
  private final String suffix;
  private final boolean toFile;
  private final Clock clock;

  private DaemonLog(PrintStream out, int level, String suffix, boolean toFile, Clock clock) {
    this.out = out;
    this.level = level;
    this.suffix = suffix;
    this.toFile = toFile;
    this.clock = clock;
  }

  /** A log that shows lines up to {@code level} on {@code out}. */
  static DaemonLog to(PrintStream out, int level) {
    return new DaemonLog(out, level, "", false, Clock.systemUTC());
  }

  /**
   * A log that adds lines up to {@code level} to {@code file}.
   *
   * @param identity who speaks: {@code tinc.NETNAME}
   * @throws IOException when the file cannot be opened
   */
  static DaemonLog to(Path file, int level, String identity, long pid, Clock clock)
      throws IOException {
    OutputStream stream =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    var out = new PrintStream(stream, true, StandardCharsets.UTF_8);
    return new DaemonLog(out, level, " " + identity + "[" + pid + "]: ", true, clock);
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
    String prefix = toFile ? TIME.format(LocalDateTime.now(clock)) + suffix : "";
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(prefix).append(printable(line)).append('\n'));
    out.print(lines);
    out.flush();
  }

  /** What peers send may stand in a line; it must not steer a terminal. */
  private static String printable(String line) {
    return line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
  }

  /** Closes the file, if there is one. */
  @Override
  public void close() {
    if (toFile) {
      out.close();
    }
  }
}
