package io.github.tinc4j.bsd;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * The C library of this process through JNA.
 *
 * <p>The calls on a packet's way are mapped directly: they take {@code int} and {@code long}
 * arguments only, and allocate nothing. {@code ioctl} and {@code fcntl} have variable arguments,
 * which lie elsewhere than others on macOS with an ARM processor: JNA has to know, and can only
 * tell that to a library interface. JNA saves {@code errno} for each thread at the end of each
 * call.
 */
final class BsdLibc implements SystemCalls {

  private final Variadic variadic;

  private BsdLibc(Variadic variadic) {
    this.variadic = variadic;
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, or this process has not 64 bits
   */
  static BsdLibc load() {
    if (Native.POINTER_SIZE != Long.BYTES) {
      throw new UnsatisfiedLinkError("only 64-bit systems are supported");
    }
    Mapped.touch();
    return new BsdLibc(Native.load(null, Variadic.class));
  }

  @Override
  public int open(long path, int flags) {
    return Mapped.open(path, flags);
  }

  @Override
  public int socket(int domain, int type, int protocol) {
    return Mapped.socket(domain, type, protocol);
  }

  @Override
  public int connect(int fd, long sockaddr, int size) {
    return Mapped.connect(fd, sockaddr, size);
  }

  @Override
  public int getsockopt(int fd, int level, int option, long value, long size) {
    return Mapped.getsockopt(fd, level, option, value, size);
  }

  @Override
  public int pipe(long descriptors) {
    return Mapped.pipe(descriptors);
  }

  @Override
  public int fcntl(int fd, int command, int argument) {
    // As a long: some libraries take an int from there, some a long.
    return variadic.fcntl(fd, command, (long) argument);
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    return variadic.ioctl(fd, request, argument);
  }

  @Override
  public long read(int fd, long buffer, long size) {
    return Mapped.read(fd, buffer, size);
  }

  @Override
  public long write(int fd, long buffer, long size) {
    return Mapped.write(fd, buffer, size);
  }

  @Override
  public int poll(long pollfds, int count, int timeoutMs) {
    return Mapped.poll(pollfds, count, timeoutMs);
  }

  @Override
  public int close(int fd) {
    return Mapped.close(fd);
  }

  @Override
  public int getifaddrs(long list) {
    return Mapped.getifaddrs(list);
  }

  @Override
  public void freeifaddrs(long first) {
    Mapped.freeifaddrs(first);
  }

  @Override
  public int errno() {
    return Native.getLastError();
  }

  @Override
  public String errorText(int errno) {
    return new Pointer(Mapped.strerror(errno)).getString(0);
  }

  /** Functions with variable arguments, from {@code sys/ioctl.h} and {@code fcntl.h}. */
  private interface Variadic extends Library {

    int ioctl(int fd, long request, Object... argument);

    int fcntl(int fd, int command, Object... argument);
  }

  /** The others under their own names, from {@code unistd.h}, {@code sys/socket.h} and others. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    /** Without {@code O_CREAT} it has no variable argument. */
    static native int open(long path, int flags);

    static native int socket(int domain, int type, int protocol);

    static native int connect(int fd, long sockaddr, int size);

    static native int getsockopt(int fd, int level, int option, long value, long size);

    static native int pipe(long descriptors);

    static native long read(int fd, long buffer, long size);

    static native long write(int fd, long buffer, long size);

    static native int poll(long pollfds, int count, int timeoutMs);

    static native int close(int fd);

    static native int getifaddrs(long list);

    static native void freeifaddrs(long first);

    static native long strerror(int errno);
  }
}
