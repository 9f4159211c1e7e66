package io.github.tinc4j.core.script;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * Where {@code GraphDumpFile} says that the graph goes, as with tincd (spec 40, 8): into a file,
 * which is there whole or not at all, or to a shell command, on its standard input.
 *
 * <p>What cannot be written, and a command that fails or takes longer than a minute, is logged;
 * nothing else comes of it. Several calls are carried out one after the other.
 */
public final class GraphDumpFile {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j.script");
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Duration longest;

  /** Writes nothing yet. */
  public GraphDumpFile() {
    this(LONGEST);
  }

  GraphDumpFile(Duration longest) {
    this.longest = longest;
  }

  /**
   * Writes a graph; blocks until that is done.
   *
   * @param target the name of a file, or {@code |} and a shell command
   * @param text the graph
   */
  public synchronized void write(String target, String text) {
    try {
      if (target.startsWith("|")) {
        feed(target.substring(1), text);
      } else {
        replace(target, text);
      }
    } catch (IOException | InvalidPathException e) {
      LOG.log(
          System.Logger.Level.WARNING, "cannot write the graph to {0}: {1}", target, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void replace(String target, String text) throws IOException {
    Path fresh = Path.of(target + ".new");
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    Files.move(
        fresh,
        Path.of(target),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Through a file: a command that does not read its input cannot hold us up. */
  private void feed(String command, String text) throws IOException, InterruptedException {
    Path input = Files.createTempFile("tinc", ".graph");
    try {
      Files.writeString(input, text, StandardCharsets.US_ASCII);
      Process process =
          new ProcessBuilder(List.of("/bin/sh", "-c", command))
              .redirectInput(new File(input.toString()))
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      ScriptRunner.await("GraphDumpFile's command", process, longest);
    } finally {
      Files.deleteIfExists(input);
    }
  }
}
