package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.tun.OffHeap;

/**
 * A pipe to ourselves that ends a wait: who waits polls {@link #fd}, which is ready from the first
 * {@link #wake} on. Thread-safe but for {@link #close}, which nobody else may overlap.
 */
final class WakePipe {

  private final SystemCalls calls;
  private final int readFd;
  private final int writeFd;

  /** What is written, one byte; never changes. */
  private final OffHeap byteToWrite = new OffHeap(1);

  private WakePipe(SystemCalls calls, int readFd, int writeFd) {
    this.calls = calls;
    this.readFd = readFd;
    this.writeFd = writeFd;
  }

  /**
   * A new pipe.
   *
   * @throws DeviceException when the system has none left; nothing is open then
   */
  static WakePipe open(SystemCalls calls) throws DeviceException {
    var ends = new OffHeap(2 * Integer.BYTES);
    if (calls.pipe(ends.address()) < 0) {
      throw failure(calls);
    }
    var pipe = new WakePipe(calls, ends.bytes().getInt(0), ends.bytes().getInt(Integer.BYTES));
    if (!Descriptors.prepare(calls, pipe.readFd) || !Descriptors.prepare(calls, pipe.writeFd)) {
      DeviceException failure = failure(calls);
      pipe.close();
      throw failure;
    }
    return pipe;
  }

  private static DeviceException failure(SystemCalls calls) {
    return OpenFailure.of(calls, "cannot make a pipe to end a read with", "");
  }

  /** What to poll for {@code POLLIN}. */
  int fd() {
    return readFd;
  }

  /**
   * Ends the waits.
   *
   * @throws IllegalStateException when the system refuses
   */
  void wake() {
    while (calls.write(writeFd, byteToWrite.address(), 1) < 0) {
      int errno = calls.errno();
      if (errno != Errno.EINTR) {
        throw new IllegalStateException(
            "cannot wake the reader of a device: " + calls.errorText(errno));
      }
    }
  }

  /** Frees both ends, once. */
  void close() {
    calls.close(readFd);
    calls.close(writeFd);
  }
}
