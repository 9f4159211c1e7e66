package io.github.tinc4j.examples.tincd;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code tincd -k}: sends a signal to the process that a pid file names. */
final class KillCommand {

  private static final Set<String> SIGNALS =
      Set.of("HUP", "TERM", "KILL", "USR1", "USR2", "WINCH", "INT", "ALRM", "ABRT");
  private static final int HIGHEST_SIGNAL = 64;

  private KillCommand() {}

  /**
   * Reads a signal: a number, or a name in any case.
   *
   * @return as the shell's {@code kill} takes it after "-"
   * @throws UsageException when it is neither
   */
  static String signal(String argument) throws UsageException {
    String name = argument.toUpperCase(Locale.ROOT);
    if (SIGNALS.contains(name)) {
      return name;
    }
    if (name.matches("[0-9]{1,2}")
        && Integer.parseInt(name) >= 1
        && Integer.parseInt(name) <= HIGHEST_SIGNAL) {
      return name;
    }
    throw new UsageException(
        "Invalid argument '"
            + argument
            + "'; SIGNAL must be a number or one of HUP, TERM, KILL, USR1, USR2, WINCH, INT or"
            + " ALRM.");
  }

  /**
   * Sends {@code signal}. A pid file that is left over from a process that ended is removed.
   *
   * @return the exit status
   */
  static int run(Path pidFile, String signal, PrintStream err)
      throws IOException, InterruptedException {
    long pid = PidFile.read(pidFile);
    if (pid == 0) {
      err.println("No other tincd is running.");
      return 1;
    }
    if (!PidFile.isAlive(pid)) {
      err.println("The tincd is no longer running. Removing stale lock file.");
      Files.deleteIfExists(pidFile);
      return 0;
    }
    // A Java process can send TERM and KILL only; the shell's kill can send all.
    Process kill =
        new ProcessBuilder(
                List.of("/bin/sh", "-c", "kill \"-$1\" \"$2\"", "sh", signal, Long.toString(pid)))
            .inheritIO()
            .start();
    return kill.waitFor() == 0 ? 0 : 1;
  }
}
