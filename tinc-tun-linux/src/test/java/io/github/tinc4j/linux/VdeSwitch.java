package io.github.tinc4j.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** A real {@code vde_switch}. */
@NullMarked
final class VdeSwitch {

  private final Path control;
  private final Path pid;

  /** Starts one whose sockets are below that directory. */
  VdeSwitch(Path directory) throws Exception {
    control = directory.resolve("switch.ctl");
    pid = directory.resolve("switch.pid");
    // It goes to the background when it listens.
    Shell.must(
        List.of("vde_switch", "-s", control.toString(), "-p", pid.toString(), "-n", "8", "-d"));
  }

  /** What to connect to. */
  String path() {
    return control.toString();
  }

  /** Ends it, and waits for that. */
  void close() throws Exception {
    if (Files.exists(pid)) {
      String number = Files.readString(pid).trim();
      Shell.run(List.of("kill", number));
      // It is no child of ours, and of others Java hears with seconds of delay.
      Shell.must(List.of("tail", "--pid=" + number, "-s", "0.02", "-f", "/dev/null"));
      Files.deleteIfExists(pid);
    }
  }
}
