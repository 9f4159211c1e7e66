package io.github.tinc4j.linux;

import io.github.tinc4j.tun.LoadFailure;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Calls that only Linux has, loaded when they are asked for. Any thread.
 *
 * @param <C> the calls
 */
final class LinuxLibrary<C> {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final String system;
  private final Supplier<C> loader;

  /**
   * Those that {@code loader} loads; loads nothing yet.
   *
   * @param system this system's name ({@code os.name})
   */
  LinuxLibrary(String system, Supplier<C> loader) {
    this.system = system;
    this.loader = loader;
  }

  /**
   * Whether they are here. Where they should be and are not, a warning says why.
   *
   * @param without what there is not without them
   */
  boolean isAvailable(String without) {
    if (!isLinux()) {
      return false;
    }
    try {
      load();
      return true;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: {1}", without, e.getMessage());
      return false;
    }
  }

  /**
   * The calls.
   *
   * @throws IOException when this is not Linux, or the library cannot be loaded
   */
  C load() throws IOException {
    if (!isLinux()) {
      throw new IOException(system + " is not Linux");
    }
    return LoadFailure.orThrow(loader, e -> new IOException(LoadFailure.text(e), e));
  }

  private boolean isLinux() {
    return system.equals("Linux");
  }
}
