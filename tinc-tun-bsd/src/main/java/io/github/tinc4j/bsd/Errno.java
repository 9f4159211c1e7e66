package io.github.tinc4j.bsd;

/**
 * The error numbers that mean something to us ({@code sys/errno.h}); the same on all BSDs and on
 * macOS.
 */
final class Errno {

  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int ENOTTY = 25;
  static final int EAGAIN = 35;
  static final int EMSGSIZE = 40;
  static final int EAFNOSUPPORT = 47;
  static final int ENETDOWN = 50;
  static final int ENOBUFS = 55;
  static final int EHOSTDOWN = 64;

  private Errno() {}
}
