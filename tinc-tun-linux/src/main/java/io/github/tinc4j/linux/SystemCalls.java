package io.github.tinc4j.linux;

import io.github.tinc4j.tun.DescriptorCalls;

/**
 * The calls of the C library that every device of Linux makes. Error numbers are {@link Errno}s.
 */
interface SystemCalls extends DescriptorCalls {

  /** {@code eventfd(2)}: the new descriptor, its counter at 0. */
  int eventfd(int flags);
}
