package io.github.tinc4j.bsd;

import io.github.tinc4j.tun.DescriptorCalls;

/**
 * The calls of the C library that a device makes, as the manual pages of sections 2 and 3 describe
 * them. Error numbers are {@link Errno}s; {@code ioctl} gets the address of its argument.
 */
interface SystemCalls extends DescriptorCalls {

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

  /** {@code getifaddrs(3)}: writes the address of the first {@code struct ifaddrs}. */
  int getifaddrs(long list);

  /** {@code freeifaddrs(3)} of what {@link #getifaddrs} has written. */
  void freeifaddrs(long first);
}
