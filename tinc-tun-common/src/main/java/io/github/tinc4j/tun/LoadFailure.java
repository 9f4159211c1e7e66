package io.github.tinc4j.tun;

/** Why the C library cannot be called, and what would help. */
public final class LoadFailure {

  private LoadFailure() {}

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
