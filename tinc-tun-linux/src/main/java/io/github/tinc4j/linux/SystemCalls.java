package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;

/**
 * The calls of the C library that a device makes, as the manual pages of section 2 describe them.
 *
 * <p>Addresses and sizes are {@code long}, so that no call allocates: an address is that of {@link
 * OffHeap} memory, which the caller keeps reachable until the call is over. A call that fails
 * answers -1 and leaves the reason in {@link #errno}. Any thread.
 */
interface SystemCalls {

  /** {@code open(2)}: the new descriptor; {@code path} is the address of a NUL-ended string. */
  int open(long path, int flags);

  /** {@code ioctl(2)} with its argument, or the address of that. */
  int ioctl(int fd, long request, long argument);

  /** {@code read(2)}: how many bytes were read. */
  long read(int fd, long buffer, long size);

  /** {@code write(2)}: how many bytes were written. */
  long write(int fd, long buffer, long size);

  /** {@code poll(2)} without a time limit: how many descriptors have something to say. */
  int poll(long pollfds, long count);

  /** {@code eventfd(2)}: the new descriptor, its counter at 0. */
  int eventfd(int flags);

  /** {@code close(2)}; not to be repeated, whatever it answers. */
  int close(int fd);

  /** Why the last call of this thread failed; a number of {@link Errno}, or another. */
  int errno();

  /** The system's words for an error number. */
  String errorText(int errno);
}
