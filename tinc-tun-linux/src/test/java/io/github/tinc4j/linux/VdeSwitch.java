package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.github.tinc4j.testkit.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

/** A real {@code vde_switch}, steered by its console on standard input. */
@NullMarked
final class VdeSwitch {

  private static final int SOON_S = 20;

  private final Path control;
  private final Process process;

  /** Starts one whose sockets are below that directory. */
  VdeSwitch(Path directory) throws Exception {
    control = directory.resolve("switch.ctl");
    process =
        new ProcessBuilder("vde_switch", "-s", control.toString(), "-n", "8")
            .redirectErrorStream(true)
            .start();
    try {
      Background.run(this::awaitListening).get(SOON_S, SECONDS);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** It answers its console only after it has begun to listen. */
  private void awaitListening() throws IOException {
    process.outputWriter(UTF_8).append("port/print\n").flush();
    BufferedReader answers = process.inputReader(UTF_8);
    StringBuilder before = new StringBuilder();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.endsWith("Success")) {
        return;
      }
      before.append(line).append('\n');
    }
    throw new IOException("vde_switch did not start: " + before);
  }

  /** What to connect to. */
  String path() {
    return control.toString();
  }

  /** Ends it, and waits until it has: it removes its sockets then. */
  void close() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(SOON_S, SECONDS)) {
      process.destroyForcibly();
      throw new IOException("vde_switch still runs");
    }
  }
}
