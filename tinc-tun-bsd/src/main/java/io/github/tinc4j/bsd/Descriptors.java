package io.github.tinc4j.bsd;

/** What all our descriptors have in common. Any thread. */
final class Descriptors {

  // fcntl.h, the same on all BSDs and on macOS
  static final int F_SETFD = 2;
  static final int F_SETFL = 4;
  static final int FD_CLOEXEC = 1;
  static final int O_NONBLOCK = 4;

  private Descriptors() {}

  /**
   * Makes calls with a descriptor return at once, and keeps it from programs that are started.
   *
   * <p>{@code O_NONBLOCK} of {@code open} alone is not enough: some drivers look at what {@code
   * FIONBIO} has set, which {@code F_SETFL} does for all of them.
   *
   * @return false when that is refused, the reason in {@link SystemCalls#errno}
   */
  static boolean prepare(SystemCalls calls, int fd) {
    return calls.fcntl(fd, F_SETFD, FD_CLOEXEC) >= 0 && calls.fcntl(fd, F_SETFL, O_NONBLOCK) >= 0;
  }
}
