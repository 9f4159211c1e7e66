package io.github.tinc4j.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and gives what it printed. */
final class Command {

  private Command() {}

  /**
   * What a program left behind.
   *
   * @param status its exit status
   * @param output what it wrote to standard output and standard error
   */
  record Result(int status, String output) {}

  /** Runs a program that must succeed; a word of {@code words} may hold several, by blanks. */
  static String run(String... words) {
    List<String> command = split(words);
    Result result = tryRun(command);
    if (result.status() != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + result.status() + ": " + result.output());
    }
    return result.output();
  }

  /** Runs a program that may fail. */
  static Result tryRun(List<String> command) {
    return tryRun(Poll.PATIENCE, command);
  }

  /** As {@link #tryRun(List)}, for so long. */
  static Result tryRun(Duration patience, List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      // The output of these programs is small, but a full pipe would block them all the same.
      StringBuilder output = new StringBuilder();
      Thread reader =
          new Thread(
              () -> {
                try {
                  output.append(
                      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                  output.append(e);
                }
              },
              "output-of-" + command.get(0));
      reader.start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        reader.join();
        throw new IllegalStateException(
            String.join(" ", command) + " still ran after " + patience + ": " + output);
      }
      reader.join();
      return new Result(process.exitValue(), output.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  private static List<String> split(String... words) {
    return Arrays.stream(words).flatMap(word -> Arrays.stream(word.split(" "))).toList();
  }
}
