package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import java.io.IOException;

/**
 * One descriptor, each {@code read(2)} and {@code write(2)} of which is a packet: a packet socket,
 * or whatever another program has given us.
 *
 * <p>While the interface of a packet socket is down there is nothing to receive, and nothing is
 * taken. The kernel says so once, when it goes down.
 */
final class DescriptorLink implements Link {

  private final SystemCalls calls;
  private final int fd;
  private final Wake wake;
  private final String title;

  /** The reading thread's. */
  private final PollSet polled;

  /** The reading thread's: the last poll saw a failure, and nothing was read since. */
  private boolean failing;

  /**
   * A link that owns the descriptor.
   *
   * @param fd not blocking
   * @param title what it is, for messages
   */
  DescriptorLink(SystemCalls calls, int fd, Wake wake, String title) {
    this.calls = calls;
    this.fd = fd;
    this.wake = wake;
    this.title = title;
    polled = new PollSet(calls, "the " + title, fd, wake.fd());
  }

  @Override
  public int receive(OffHeap memory) throws IOException {
    while (true) {
      long length = calls.read(fd, memory.address(), memory.size());
      if (length > 0) {
        failing = false;
        return (int) length;
      }
      if (length == 0) {
        throw new IOException("end of file on the " + this);
      }
      int errno = calls.errno();
      switch (errno) {
        case Errno.EINTR -> {}
        case Errno.EAGAIN -> {
          return NOTHING;
        }
        case Errno.ENETDOWN -> {
          failing = false;
          return NOTHING;
        }
        default -> throw failed("read from", errno);
      }
    }
  }

  @Override
  public void await() throws IOException {
    if (!polled.await()) {
      return;
    }
    boolean failed = polled.hasFailed(0);
    if (failed && failing) {
      // A read in between has not said why: to go on would spin.
      throw new IOException("the " + this + " has failed");
    }
    failing = failed;
  }

  @Override
  public void wake() {
    wake.signal("the " + title);
  }

  @Override
  public boolean send(OffHeap memory, int length) throws IOException {
    while (calls.write(fd, memory.address(), length) < 0) {
      int errno = calls.errno();
      if (isRefusal(errno)) {
        return false;
      }
      if (errno != Errno.EINTR) {
        throw failed("write to", errno);
      }
    }
    return true;
  }

  /** Whether that packet only was refused: the next may go. */
  private static boolean isRefusal(int errno) {
    return switch (errno) {
      case Errno.EINVAL, Errno.EMSGSIZE -> true; // too short, or longer than the MTU
      case Errno.EIO, Errno.ENETDOWN -> true; // the interface is down
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> true; // no room at present
      default -> false;
    };
  }

  private IOException failed(String doing, int errno) {
    return new IOException("cannot " + doing + " the " + this + ": " + calls.errorText(errno));
  }

  @Override
  public void free() {
    calls.close(fd);
    wake.free();
  }

  @Override
  public String toString() {
    return title;
  }
}
