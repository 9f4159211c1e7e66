package io.github.tinc4j.linux;

/**
 * The calls of the C library that make a socket of any kind, as the manual pages of section 2
 * describe them. What {@link io.github.tinc4j.tun.DescriptorCalls} says holds here too.
 */
interface BindCalls {

  /** {@code socket(2)}: the new descriptor. */
  int socket(int family, int type, int protocol);

  /** {@code setsockopt(2)}. */
  int setsockopt(int fd, int level, int option, long value, int size);

  /** {@code bind(2)}. */
  int bind(int fd, long address, int size);
}
