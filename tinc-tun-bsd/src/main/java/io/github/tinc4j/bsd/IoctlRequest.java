package io.github.tinc4j.bsd;

/**
 * Numbers of {@code ioctl} requests, put together as {@code sys/ioccom.h} does it on all BSDs and
 * on macOS:
 *
 * <pre>
 * bit 31   30    29     28 ... 16        15 ... 8   7 ... 0
 *    | in | out | void | parameter size | group    | number |
 * </pre>
 *
 * <p>"in" is what the kernel reads from the parameter, "out" what it writes there. The sign is not
 * carried into the upper half of the {@code unsigned long}.
 */
final class IoctlRequest {

  /** The size in bytes of an {@code int}, which most parameters are. */
  static final int INT = 4;

  private static final int IOCPARM_MASK = 0x1fff;
  private static final long IOC_OUT = 0x40000000L;
  private static final long IOC_IN = 0x80000000L;

  private IoctlRequest() {}

  /** {@code _IOR}: the kernel writes a parameter of so many bytes. */
  static long ior(char group, int number, int size) {
    return ioc(IOC_OUT, group, number, size);
  }

  /** {@code _IOW}: the kernel reads a parameter of so many bytes. */
  static long iow(char group, int number, int size) {
    return ioc(IOC_IN, group, number, size);
  }

  /** {@code _IOWR}: the kernel reads a parameter of so many bytes, and writes it. */
  static long iowr(char group, int number, int size) {
    return ioc(IOC_IN | IOC_OUT, group, number, size);
  }

  private static long ioc(long direction, char group, int number, int size) {
    return direction | (long) (size & IOCPARM_MASK) << 16 | (long) group << 8 | number;
  }
}
