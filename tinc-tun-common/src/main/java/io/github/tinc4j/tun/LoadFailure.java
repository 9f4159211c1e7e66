package io.github.tinc4j.tun;

import java.util.function.Function;
import java.util.function.Supplier;

/** Why the C library cannot be called, and what would help. Any thread. */
public final class LoadFailure {

  private LoadFailure() {}

  /**
   * Loads a native library.
   *
   * <p>JNA unpacks a library of its own to a temporary file and loads it, which can fail in many
   * ways: with a {@link LinkageError}, or for a foreign version of it with a plain {@link Error}.
   *
   * @param failure makes an exception of that
   * @throws X when it cannot be loaded
   */
  public static <T, X extends Exception> T orThrow(Supplier<T> loader, Function<Error, X> failure)
      throws X {
    try {
      return loader.get();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error e) {
      throw failure.apply(e);
    }
  }

  /** What to tell the user of {@code e}. */
  public static String text(Throwable e) {
    return "cannot call the C library through JNA: "
        + rootCause(e)
        + "; if the directory for temporary files is mounted noexec, set the system property"
        + " jna.tmpdir to one that is not; if Java denies native access, start it with"
        + " --enable-native-access=com.sun.jna (ALL-UNNAMED on the class path)";
  }

  /** An {@link ExceptionInInitializerError} says nothing itself. */
  public static Throwable rootCause(Throwable e) {
    Throwable root = e;
    for (Throwable next = e.getCause(); next != null; next = next.getCause()) {
      root = next;
    }
    return root;
  }
}
