package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program running on a host, and what it prints. */
final class Daemon implements AutoCloseable {

  /** For an answer of a program that runs. */
  static final Duration ANSWER_PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Process process;
  private final Log log;

  private Daemon(String name, Process process) {
    this.name = name;
    this.process = process;
    this.log = Log.of(name, process.getInputStream());
  }

  static Daemon start(String name, Host host, List<String> command) {
    try {
      // "ip netns exec" becomes the program, so that the pid is the program's.
      return new Daemon(
          name, new ProcessBuilder(host.command(command)).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Log log() {
    return log;
  }

  /** Waits for a line in which {@code pattern} is found, from the first line on. */
  void await(String pattern) {
    log.await(pattern, 0);
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Sends a line to the program's standard input. */
  void tell(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a tincd or {@code tincd.jar} says of the mesh at SIGUSR2 (spec 40, 8). */
  List<String> dump() {
    return answer("^End of subnet list", () -> signal("USR2"));
  }

  /** What the program says from a question on, until there is a line with {@code end} in it. */
  List<String> answer(String end, Runnable question) {
    int mark = log.mark();
    question.run();
    log.await(end, mark, ANSWER_PATIENCE);
    return log.since(mark);
  }

  /** Sends a signal, by its name without {@code SIG}. */
  void signal(String signal) {
    Command.run("kill", "-" + signal, Long.toString(process.pid()));
  }

  /** Ends the program in order, by SIGTERM; its exit status. */
  int terminate() {
    return end("TERM");
  }

  /** Sends a signal that ends the program; its exit status. */
  int end(String signal) {
    signal(signal);
    return awaitEnd();
  }

  /** Ends the program at once, by SIGKILL. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Its exit status, once it has ended by itself. */
  int awaitEnd() {
    try {
      if (!process.waitFor(Poll.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(name + " did not end in " + Poll.PATIENCE);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ending " + name, e);
    }
  }

  /** Ends the program if it still runs. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
