package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;

/**
 * Descriptors to wait for at once ({@code poll(2)}); a negative one is passed over. Not
 * thread-safe.
 *
 * <p>{@code struct pollfd} ({@code poll.h}): descriptor (4 bytes), events (2), revents (2).
 */
final class PollSet {

  private final SystemCalls calls;
  private final String device;
  private final int count;
  private final OffHeap entries;

  /**
   * Waits for these to become readable, or to fail.
   *
   * @param device what they belong to, for the message
   */
  PollSet(SystemCalls calls, String device, int... fds) {
    this.calls = calls;
    this.device = device;
    this.count = fds.length;
    this.entries = new OffHeap(fds.length * LinuxTun.POLLFD_SIZE);
    for (int i = 0; i < fds.length; i++) {
      entries
          .bytes()
          .putShort(i * LinuxTun.POLLFD_SIZE + LinuxTun.POLLFD_EVENTS, (short) LinuxTun.POLLIN);
      set(i, fds[i]);
    }
  }

  /** Waits for that descriptor at place {@code i}. */
  void set(int i, int fd) {
    entries.bytes().putInt(i * LinuxTun.POLLFD_SIZE, fd);
  }

  /**
   * Waits.
   *
   * @return false when a signal came in between; nothing is known then
   */
  boolean await() throws IOException {
    if (calls.poll(entries.address(), count) >= 0) {
      return true;
    }
    int errno = calls.errno();
    if (errno != Errno.EINTR) {
      throw new IOException("cannot wait for the " + device + ": " + calls.errorText(errno));
    }
    return false;
  }

  /** Whether descriptor {@code i} can be read or has failed, as {@link #await} has seen it. */
  boolean isReady(int i) {
    return events(i) != 0;
  }

  /** Whether descriptor {@code i} has failed and there is nothing to be read. */
  boolean hasFailed(int i) {
    int seen = events(i);
    return seen != 0 && (seen & LinuxTun.POLLIN) == 0;
  }

  private int events(int i) {
    return entries.bytes().getShort(i * LinuxTun.POLLFD_SIZE + LinuxTun.POLLFD_REVENTS);
  }
}
