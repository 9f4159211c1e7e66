package io.github.tinc4j.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Set;

/**
 * The C library of this process, mapped directly by JNA.
 *
 * <p>A call costs 0.1 us more than the system call itself and allocates nothing, because all
 * arguments are {@code int} or {@code long}. JNA saves {@code errno} for each thread at the end of
 * each call.
 *
 * <p>Each function is mapped once: what some devices need beyond these calls, a subclass adds.
 */
class Libc implements SystemCalls {

  /** Where error numbers, flags and {@code ioctl} requests have the values that we use. */
  private static final Set<String> KNOWN_ARCHITECTURES =
      Set.of("x86-64", "aarch64", "riscv64", "loongarch64", "s390x");

  /** As {@link #load}. */
  Libc() {
    if (!KNOWN_ARCHITECTURES.contains(Platform.ARCH)) {
      throw new UnsatisfiedLinkError(
          "machines of type " + Platform.ARCH + " are not supported, only " + KNOWN_ARCHITECTURES);
    }
    Mapped.touch();
  }

  /**
   * The C library.
   *
   * @throws LinkageError when JNA cannot load its own native part, or this machine is not known
   */
  static Libc load() {
    return new Libc();
  }

  @Override
  public int open(long path, int flags) {
    return Mapped.open(path, flags);
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    return Mapped.ioctl(fd, request, argument);
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
  public int eventfd(int flags) {
    return Mapped.eventfd(0, flags);
  }

  @Override
  public int close(int fd) {
    return Mapped.close(fd);
  }

  @Override
  public int errno() {
    return Native.getLastError();
  }

  @Override
  public String errorText(int errno) {
    return new Pointer(Mapped.strerror(errno)).getString(0);
  }

  /** The functions under their own names, from {@code fcntl.h}, {@code unistd.h} and others. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getProcess());
    }

    private Mapped() {}

    /** Has the functions mapped now, so that what fails fails here. */
    static void touch() {}

    static native int open(long path, int flags);

    static native int ioctl(int fd, long request, long argument);

    static native long read(int fd, long buffer, long size);

    static native long write(int fd, long buffer, long size);

    static native int poll(long pollfds, long count, int timeoutMs);

    static native int eventfd(int initial, int flags);

    static native int close(int fd);

    static native long strerror(int errno);
  }
}
