package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The C library with the calls of all sockets, mapped as those of {@link Libc} are. */
class LibcLinks extends LibcSockets implements LinkCalls {

  /** As {@link #load}. */
  LibcLinks() {
    Mapped.touch();
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, this machine is not known, or
   *     the C library lacks a call
   */
  static LibcLinks load() {
    return new LibcLinks();
  }

  @Override
  public int connect(int fd, long address, int size) {
    return Mapped.connect(fd, address, size);
  }

  @Override
  public int listen(int fd, int backlog) {
    return Mapped.listen(fd, backlog);
  }

  @Override
  public int accept(int fd, int flags) {
    return Mapped.accept4(fd, 0, 0, flags);
  }

  @Override
  public long send(int fd, long buffer, long size, int flags) {
    return Mapped.send(fd, buffer, size, flags);
  }

  @Override
  public long recvmsg(int fd, long message, int flags) {
    return Mapped.recvmsg(fd, message, flags);
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    return Mapped.fcntl(fd, command, argument);
  }

  @Override
  public int unlink(long path) {
    return Mapped.unlink(path);
  }

  /** The functions under their own names, from {@code sys/socket.h} and others. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    static native int connect(int fd, long address, int size);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, long address, long size, int flags);

    static native long send(int fd, long buffer, long size, int flags);

    static native long recvmsg(int fd, long message, int flags);

    static native int fcntl(int fd, int command, int argument);

    static native int unlink(long path);
  }
}
