package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The real daemon, for what only it can say. */
final class Tincd {

  private static final Path PROGRAM = Path.of("/usr/sbin/tincd");
  private static final long PATIENCE_SECONDS = 30;

  private Tincd() {}

  /** Leaves the test out where the daemon is not installed; in CI that is a failure. */
  static void require() {
    if (!Files.isExecutable(PROGRAM)) {
      if ("true".equals(System.getenv("CI"))) {
        fail("%s is not installed", PROGRAM);
      }
      Assumptions.abort(PROGRAM + " is not installed");
    }
  }

  /** {@code tincd -K}. */
  static void generateKeys(Path directory, int bits) throws Exception {
    Process process = start(directory, "-K" + bits);
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the daemon says until it is ready, gives up, or has had its time. */
  static List<String> sayings(Path directory) throws Exception {
    Process process =
        start(directory, "-D", "-d2", "--pidfile=" + directory.resolve("pid").toAbsolutePath());
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.ISO_8859_1)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        if (line.equals("Ready")) {
          break;
        }
      }
      return lines;
    } finally {
      process.destroyForcibly();
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static Process start(Path directory, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "-c", directory.toString()));
    command.addAll(List.of(options));
    return new ProcessBuilder(command)
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .start();
  }
}
