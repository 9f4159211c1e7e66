package io.github.tinc4j.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** A real {@code vde_switch}. */
@NullMarked
final class VdeSwitch implements AutoCloseable {

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
  @Override
  public void close() throws IOException {
    if (Files.exists(pid)) {
      long number = Long.parseLong(Files.readString(pid).trim());
      Optional<ProcessHandle> process = ProcessHandle.of(number);
      process.ifPresent(
          one -> {
            one.destroy();
            one.onExit().join();
          });
      Files.deleteIfExists(pid);
    }
  }
}
