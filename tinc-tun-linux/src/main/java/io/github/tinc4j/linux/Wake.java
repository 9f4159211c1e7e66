package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.tun.OffHeap;

/**
 * Ends the wait of a reading thread: an eventfd that it polls beside its device ({@code
 * eventfd(2)}). Thread-safe but for {@link #free}.
 */
final class Wake {

  // sys/eventfd.h
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;

  private final SystemCalls calls;
  private final int fd;

  /** What is added to the counter; never changes. */
  private final OffHeap one = new OffHeap(Long.BYTES);

  /** Owns an eventfd, not blocking, its counter at 0. */
  Wake(SystemCalls calls, int fd) {
    this.calls = calls;
    this.fd = fd;
    one.bytes().putLong(0, 1);
  }

  /**
   * Makes one.
   *
   * @param device whose reader it wakes, for the message
   * @throws DeviceException when the system has no descriptor left, or the like
   */
  static Wake open(SystemCalls calls, String device) throws DeviceException {
    int fd = calls.eventfd(EFD_NONBLOCK | EFD_CLOEXEC);
    if (fd < 0) {
      throw new DeviceException(
          Reason.FAILED,
          "cannot make an eventfd for the " + device + ": " + calls.errorText(calls.errno()),
          null);
    }
    return new Wake(calls, fd);
  }

  /** What to poll: it can be read once it was signalled, and ever after. */
  int fd() {
    return fd;
  }

  /**
   * Wakes the reader of a device, now and whenever it waits again.
   *
   * @param device for the message
   * @throws IllegalStateException when that fails, which no descriptor of ours has a reason for
   */
  void signal(String device) {
    while (calls.write(fd, one.address(), Long.BYTES) < 0) {
      int errno = calls.errno();
      if (errno != Errno.EINTR) {
        throw new IllegalStateException(
            "cannot wake the reader of " + device + ": " + calls.errorText(errno));
      }
    }
  }

  /** Closes it, when nobody polls it any more. */
  void free() {
    calls.close(fd);
  }
}
