package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/** Runs programs of the system, each for a minute and a half at most. */
@NullMarked
final class Shell {

  private static final int LONGEST_S = 90;

  private Shell() {}

  /** What a program printed, on both streams, and how it ended. */
  record Result(int exit, String output) {}

  /** Runs a program to its end. */
  static Result run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      CompletableFuture<String> output =
          Background.call(() -> new String(process.getInputStream().readAllBytes(), UTF_8));
      if (!process.waitFor(LONGEST_S, SECONDS)) {
        throw new IOException("still running: " + command);
      }
      return new Result(process.exitValue(), output.get());
    } finally {
      process.destroyForcibly();
    }
  }

  /** The beginning of a command line that runs Java as this process does, after {@code before}. */
  static List<String> java(String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    return command;
  }

  /** Runs a program that must succeed; what it printed. */
  static String must(List<String> command) throws Exception {
    Result result = run(command);
    if (result.exit() != 0) {
      throw new IOException(command + " ended with " + result.exit() + ": " + result.output());
    }
    return result.output();
  }
}
