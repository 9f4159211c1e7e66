package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;

/** What an error number says of a device that did not open. */
final class OpenFailure {

  private OpenFailure() {}

  /**
   * The exception for the call that has just failed on this thread.
   *
   * @param problem what could not be done
   * @param missingHint what helps when the device or its driver is not there
   */
  static DeviceException of(SystemCalls calls, String problem, String missingHint) {
    int errno = calls.errno();
    String text = problem + ": " + calls.errorText(errno);
    Reason reason = reason(errno);
    String hint =
        switch (reason) {
          case NO_PERMISSION -> "; run as root, or let this user open it";
          case NOT_FOUND -> "; " + missingHint;
          case IN_USE -> "; another program has it open: set another Device";
          case BAD_SETTING -> "; this is not such a device: set another Device or DeviceType";
          case NO_PROVIDER, FAILED -> "";
        };
    return new DeviceException(reason, text + hint, null);
  }

  private static Reason reason(int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES -> Reason.NO_PERMISSION;
      case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV -> Reason.NOT_FOUND;
      case Errno.EBUSY, Errno.EEXIST -> Reason.IN_USE;
      case Errno.EINVAL, Errno.ENOTTY -> Reason.BAD_SETTING;
      default -> Reason.FAILED;
    };
  }
}
