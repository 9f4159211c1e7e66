package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The C library with the calls of UDP sockets, mapped as those of {@link Libc} are. */
class LibcSockets extends Libc implements SocketCalls {

  /** As {@link #load}. */
  LibcSockets() {
    Mapped.touch();
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, this machine is not known, or
   *     the C library lacks a call
   */
  static LibcSockets load() {
    return new LibcSockets();
  }

  @Override
  public int socket(int family, int type, int protocol) {
    return Mapped.socket(family, type, protocol);
  }

  @Override
  public int setsockopt(int fd, int level, int option, long value, int size) {
    return Mapped.setsockopt(fd, level, option, value, size);
  }

  @Override
  public int bind(int fd, long address, int size) {
    return Mapped.bind(fd, address, size);
  }

  @Override
  public int getsockname(int fd, long address, long size) {
    return Mapped.getsockname(fd, address, size);
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags) {
    return Mapped.recvmmsg(fd, messages, count, flags, 0);
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags) {
    return Mapped.sendmmsg(fd, messages, count, flags);
  }

  @Override
  public int shutdown(int fd, int how) {
    return Mapped.shutdown(fd, how);
  }

  /** The functions under their own names, from {@code sys/socket.h}. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    static native int socket(int family, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, long value, int size);

    static native int bind(int fd, long address, int size);

    static native int getsockname(int fd, long address, long size);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    static native int sendmmsg(int fd, long messages, int count, int flags);

    static native int shutdown(int fd, int how);
  }
}
