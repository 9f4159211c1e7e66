package io.github.tinc4j.linux;

/**
 * The further calls of the C library that devices of sockets and given descriptors make, as the
 * manual pages of section 2 describe them. What {@link SystemCalls} says holds here too.
 */
interface LinkCalls extends SystemCalls, BindCalls {

  /** {@code connect(2)}. */
  int connect(int fd, long address, int size);

  /** {@code listen(2)}. */
  int listen(int fd, int backlog);

  /** {@code accept4(2)}, without the address: the new descriptor. */
  int accept(int fd, int flags);

  /** {@code send(2)}: how many bytes were sent. */
  long send(int fd, long buffer, long size, int flags);

  /** {@code recvmsg(2)}: how many bytes were received. */
  long recvmsg(int fd, long message, int flags);

  /** {@code fcntl(2)} with a number as its argument. */
  int fcntl(int fd, int command, int argument);

  /** {@code unlink(2)}; {@code path} is the address of a NUL-ended string. */
  int unlink(long path);
}
