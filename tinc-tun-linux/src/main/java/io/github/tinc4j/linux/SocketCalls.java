package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;

/**
 * The calls of the C library that a UDP socket needs, as the manual pages of section 2 describe
 * them.
 *
 * <p>Addresses are {@code long}, so that no call allocates: those of {@link OffHeap} memory, which
 * the caller keeps reachable until the call is over. A call that fails answers -1 and leaves the
 * reason in {@link #errno}. Any thread.
 */
interface SocketCalls extends BindCalls {

  /** {@code getsockname(2)}; {@code size} is the address of an {@code int}, read and written. */
  int getsockname(int fd, long address, long size);

  /** {@code recvmmsg(2)} without a time limit: how many messages came. */
  int recvmmsg(int fd, long messages, int count, int flags);

  /** {@code sendmmsg(2)}: how many messages went; the error of the next shows in the next call. */
  int sendmmsg(int fd, long messages, int count, int flags);

  /** {@code shutdown(2)}. */
  int shutdown(int fd, int how);

  /** {@code close(2)}; not to be repeated, whatever it answers. */
  int close(int fd);

  /** Why the last call of this thread failed; a number of {@link Errno}, or another. */
  int errno();

  /** The system's words for an error number. */
  String errorText(int errno);
}
