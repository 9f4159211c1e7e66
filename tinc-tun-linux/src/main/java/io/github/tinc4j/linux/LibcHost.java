package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The C library with the calls of {@link HostCalls}, mapped as those of {@link Libc} are. */
final class LibcHost extends LibcLinks implements HostCalls {

  private LibcHost() {
    Mapped.touch();
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, this machine is not known, or
   *     the C library lacks a call
   */
  static LibcHost load() {
    return new LibcHost();
  }

  @Override
  public int getsockopt(int fd, int level, int option, long value, long size) {
    return Mapped.getsockopt(fd, level, option, value, size);
  }

  @Override
  public int dup3(int from, int to, int flags) {
    return Mapped.dup3(from, to, flags);
  }

  @Override
  public int setpriority(int which, int who, int nice) {
    return Mapped.setpriority(which, who, nice);
  }

  /** The functions under their own names, from {@code sys/socket.h} and others. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    static native int getsockopt(int fd, int level, int option, long value, long size);

    static native int dup3(int from, int to, int flags);

    static native int setpriority(int which, int who, int nice);
  }
}
