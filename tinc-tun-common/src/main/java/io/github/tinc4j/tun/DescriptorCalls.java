package io.github.tinc4j.tun;

/**
 * The calls of the C library that every device makes, as the manual pages of section 2 describe
 * them; what flags, requests and error numbers mean differs from system to system.
 *
 * <p>Addresses and sizes are {@code long}, so that no call on a packet's way allocates: an address
 * is that of {@link OffHeap} memory, which the caller keeps reachable until the call is over. A
 * call that fails answers -1 and leaves the reason in {@link #errno}. Any thread.
 */
public interface DescriptorCalls {

  /** {@code open(2)}: the new descriptor; {@code path} is the address of a NUL-ended string. */
  int open(long path, int flags);

  /** {@code ioctl(2)} with its argument, or the address of that. */
  int ioctl(int fd, long request, long argument);

  /** {@code read(2)}: how many bytes were read. */
  long read(int fd, long buffer, long size);

  /** {@code write(2)}: how many bytes were written. */
  long write(int fd, long buffer, long size);

  /**
   * {@code poll(2)}: how many descriptors have something to say; 0 when the time was over first.
   *
   * @param timeoutMs milliseconds, -1 for no limit
   */
  int poll(long pollfds, int count, int timeoutMs);

  /** {@code close(2)}; not to be repeated, whatever it answers. */
  int close(int fd);

  /** Why the last call of this thread failed. */
  int errno();

  /** The system's words for an error number. */
  String errorText(int errno);
}
