package io.github.tinc4j.tun;

import java.io.IOException;

/**
 * Descriptors to wait for at once ({@code poll(2)}), until one becomes readable or fails; a
 * negative one is passed over. Not thread-safe.
 *
 * <p>{@code struct pollfd} ({@code poll.h}), the same on every system: descriptor (4 bytes), events
 * (2), revents (2).
 */
public final class PollSet {

  private static final int ENTRY_SIZE = 8;
  private static final int EVENTS = 4;
  private static final int REVENTS = 6;

  // poll.h, the same on every system
  private static final int POLLIN = 0x001;

  // errno.h, the same on every system
  private static final int EINTR = 4;

  private static final int NO_LIMIT = -1;

  private final DescriptorCalls calls;
  private final String device;
  private final int count;
  private final OffHeap entries;

  /**
   * Waits for these to become readable, or to fail.
   *
   * @param device what they belong to, for the message
   */
  public PollSet(DescriptorCalls calls, String device, int... fds) {
    this.calls = calls;
    this.device = device;
    this.count = fds.length;
    this.entries = new OffHeap(fds.length * ENTRY_SIZE);
    for (int i = 0; i < fds.length; i++) {
      entries.bytes().putShort(i * ENTRY_SIZE + EVENTS, (short) POLLIN);
      set(i, fds[i]);
    }
  }

  /** Waits for that descriptor at place {@code i}. */
  public void set(int i, int fd) {
    entries.bytes().putInt(i * ENTRY_SIZE, fd);
  }

  /**
   * Waits.
   *
   * @return false when a signal came in between; nothing is known then
   * @throws IOException when the system refuses it
   */
  public boolean await() throws IOException {
    return await(NO_LIMIT);
  }

  /**
   * Waits, but not longer than that.
   *
   * @param timeoutMs milliseconds
   * @return false when a signal came in between; nothing is known then
   * @throws IOException when the system refuses it
   */
  public boolean await(int timeoutMs) throws IOException {
    if (calls.poll(entries.address(), count, timeoutMs) >= 0) {
      return true;
    }
    int errno = calls.errno();
    if (errno != EINTR) {
      throw new IOException("cannot wait for " + device + ": " + calls.errorText(errno));
    }
    return false;
  }

  /** Whether descriptor {@code i} can be read or has failed, as {@link #await()} has seen it. */
  public boolean isReady(int i) {
    return events(i) != 0;
  }

  /** Whether descriptor {@code i} has failed and there is nothing to be read. */
  public boolean hasFailed(int i) {
    int seen = events(i);
    return seen != 0 && (seen & POLLIN) == 0;
  }

  /** What {@code poll} has said of descriptor {@code i}, for a message: bits of {@code poll.h}. */
  public int events(int i) {
    return entries.bytes().getShort(i * ENTRY_SIZE + REVENTS);
  }
}
