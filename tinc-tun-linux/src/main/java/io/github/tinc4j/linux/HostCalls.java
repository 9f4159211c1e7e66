package io.github.tinc4j.linux;

/**
 * The further calls of the C library that {@link LinuxHost} makes, as the manual pages of section 2
 * describe them. What {@link SocketCalls} says holds here too.
 */
interface HostCalls extends SocketCalls {

  /** {@code getsockopt(2)}; {@code size} is the address of an {@code int}, read and written. */
  int getsockopt(int fd, int level, int option, long value, long size);

  /** {@code listen(2)}. */
  int listen(int fd, int backlog);

  /** {@code dup3(2)}: {@code to} becomes another descriptor of what {@code from} is one of. */
  int dup3(int from, int to, int flags);

  /** {@code setpriority(2)}; on Linux {@code who} is a thread, and 0 the calling one. */
  int setpriority(int which, int who, int nice);
}
