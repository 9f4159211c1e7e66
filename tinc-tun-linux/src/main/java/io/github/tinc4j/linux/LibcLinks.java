package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The further calls of the C library, mapped as those of {@link Libc} are. */
final class LibcLinks implements LinkCalls {

  private final Libc libc;

  private LibcLinks(Libc libc) {
    this.libc = libc;
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, this machine is not known, or
   *     the C library lacks a call
   */
  static LibcLinks load() {
    Libc libc = Libc.load();
    Mapped.touch();
    return new LibcLinks(libc);
  }

  @Override
  public int open(long path, int flags) {
    return libc.open(path, flags);
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    return libc.ioctl(fd, request, argument);
  }

  @Override
  public long read(int fd, long buffer, long size) {
    return libc.read(fd, buffer, size);
  }

  @Override
  public long write(int fd, long buffer, long size) {
    return libc.write(fd, buffer, size);
  }

  @Override
  public int poll(long pollfds, int count, int timeoutMs) {
    return libc.poll(pollfds, count, timeoutMs);
  }

  @Override
  public int eventfd(int flags) {
    return libc.eventfd(flags);
  }

  @Override
  public int close(int fd) {
    return libc.close(fd);
  }

  @Override
  public int errno() {
    return libc.errno();
  }

  @Override
  public String errorText(int errno) {
    return libc.errorText(errno);
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

    static native int socket(int family, int type, int protocol);

    static native int setsockopt(int fd, int level, int option, long value, int size);

    static native int bind(int fd, long address, int size);

    static native int connect(int fd, long address, int size);

    static native int listen(int fd, int backlog);

    static native int accept4(int fd, long address, long size, int flags);

    static native long send(int fd, long buffer, long size, int flags);

    static native long recvmsg(int fd, long message, int flags);

    static native int fcntl(int fd, int command, int argument);

    static native int unlink(long path);
  }
}
