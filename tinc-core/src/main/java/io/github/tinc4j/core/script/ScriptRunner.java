package io.github.tinc4j.core.script;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts such as {@code tinc-up} and {@code hosts/beta-up}, one at a time, as tincd does:
 * through the shell, with the environment of this process and a few variables more (spec 40, 7).
 *
 * <p>A script that fails, cannot be run, or takes longer than a minute is logged; nothing else
 * comes of it.
 */
public final class ScriptRunner {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j.script");
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Path directory;
  private final @Nullable String interpreter;
  private final Duration longest;

  /**
   * Runs the scripts of a directory.
   *
   * @param directory the configuration directory
   * @param interpreter {@code ScriptsInterpreter}, or null to let the system decide
   */
  public ScriptRunner(Path directory, @Nullable String interpreter) {
    this(directory, interpreter, LONGEST);
  }

  ScriptRunner(Path directory, @Nullable String interpreter, Duration longest) {
    this.directory = directory;
    this.interpreter = interpreter;
    this.longest = longest;
  }

  /**
   * Runs a script and returns when it has ended; does nothing when it does not exist.
   *
   * @param script its path below the directory
   * @param environment variables that it gets
   */
  public void run(String script, Map<String, String> environment) {
    Path file = directory.resolve(script).toAbsolutePath();
    if (!Files.exists(file)) {
      return;
    }
    String quoted = "'" + file.toString().replace("'", "'\\''") + "'";
    // The shell gives its process to the script: what is ended later is the script itself.
    String command = interpreter == null ? "exec " + quoted : interpreter + " " + quoted;
    ProcessBuilder builder =
        new ProcessBuilder(List.of("/bin/sh", "-c", command))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    LOG.log(System.Logger.Level.DEBUG, "Executing script {0}", script);
    try {
      await("Script " + script, builder.start(), longest);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot run {0}: {1}", script, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a process to end, or ends it; {@code what} names it in the log. */
  static void await(String what, Process process, Duration longest) throws InterruptedException {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        end(process);
        LOG.log(System.Logger.Level.WARNING, "{0} took over {1}", what, longest);
      } else if (process.exitValue() != 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} exited with non-zero status {1}",
            what,
            process.exitValue());
      }
    } catch (InterruptedException e) {
      end(process);
      throw e;
    }
  }

  /**
   * Ends a script with all that it started; one that ended by itself may leave things running. The
   * script goes first, or it would run its next line when the one that it waits for has ended.
   */
  private static void end(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
