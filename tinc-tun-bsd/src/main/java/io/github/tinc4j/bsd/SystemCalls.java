package io.github.tinc4j.bsd;

import io.github.tinc4j.tun.OffHeap;

/**
 * The calls of the C library that a device makes, as the manual pages of sections 2 and 3 describe
 * them.
 *
 * <p>Addresses and sizes are {@code long}, so that no call on a packet's way allocates: an address
 * is that of {@link OffHeap} memory, which the caller keeps reachable until the call is over. A
 * call that fails answers -1 and leaves the reason in {@link #errno}. Any thread.
 */
interface SystemCalls {

  /** {@code open(2)}: the new descriptor; {@code path} is the address of a NUL-ended string. */
  int open(long path, int flags);

  /** {@code socket(2)}: the new descriptor. */
  int socket(int domain, int type, int protocol);

  /** {@code connect(2)} to a {@code struct sockaddr} of that size. */
  int connect(int fd, long sockaddr, int size);

  /** {@code getsockopt(2)}; {@code size} is the address of an {@code int}, read and written. */
  int getsockopt(int fd, int level, int option, long value, long size);

  /** {@code pipe(2)}: writes the descriptors to read from and to write to, two {@code int}s. */
  int pipe(long descriptors);

  /** {@code fcntl(2)} with a number as its argument. */
  int fcntl(int fd, int command, int argument);

  /** {@code ioctl(2)} with the address of its argument. */
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

  /** {@code getifaddrs(3)}: writes the address of the first {@code struct ifaddrs}. */
  int getifaddrs(long list);

  /** {@code freeifaddrs(3)} of what {@link #getifaddrs} has written. */
  void freeifaddrs(long first);

  /** Why the last call of this thread failed; a number of {@link Errno}, or another. */
  int errno();

  /** The system's words for an error number. */
  String errorText(int errno);
}
