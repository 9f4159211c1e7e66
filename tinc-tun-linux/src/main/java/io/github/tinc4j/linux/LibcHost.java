package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The calls of {@link HostCalls}, mapped as those of {@link Libc} are. */
final class LibcHost implements HostCalls {

  private final LibcSockets sockets;

  private LibcHost(LibcSockets sockets) {
    this.sockets = sockets;
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, this machine is not known, or
   *     the C library lacks a call
   */
  static LibcHost load() {
    LibcSockets sockets = LibcSockets.load();
    Mapped.touch();
    return new LibcHost(sockets);
  }

  @Override
  public int socket(int family, int type, int protocol) {
    return sockets.socket(family, type, protocol);
  }

  @Override
  public int setsockopt(int fd, int level, int option, long value, int size) {
    return sockets.setsockopt(fd, level, option, value, size);
  }

  @Override
  public int bind(int fd, long address, int size) {
    return sockets.bind(fd, address, size);
  }

  @Override
  public int getsockname(int fd, long address, long size) {
    return sockets.getsockname(fd, address, size);
  }

  @Override
  public int recvmmsg(int fd, long messages, int count, int flags) {
    return sockets.recvmmsg(fd, messages, count, flags);
  }

  @Override
  public int sendmmsg(int fd, long messages, int count, int flags) {
    return sockets.sendmmsg(fd, messages, count, flags);
  }

  @Override
  public int shutdown(int fd, int how) {
    return sockets.shutdown(fd, how);
  }

  @Override
  public int close(int fd) {
    return sockets.close(fd);
  }

  @Override
  public int errno() {
    return sockets.errno();
  }

  @Override
  public String errorText(int errno) {
    return sockets.errorText(errno);
  }

  @Override
  public int getsockopt(int fd, int level, int option, long value, long size) {
    return Mapped.getsockopt(fd, level, option, value, size);
  }

  @Override
  public int listen(int fd, int backlog) {
    return Mapped.listen(fd, backlog);
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

    static native int listen(int fd, int backlog);

    static native int dup3(int from, int to, int flags);

    static native int setpriority(int which, int who, int nice);
  }
}
