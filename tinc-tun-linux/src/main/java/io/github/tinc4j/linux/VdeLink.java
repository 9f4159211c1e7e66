package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import java.io.IOException;

/**
 * A plug in a VDE switch. The library gets one call at a time, none of which blocks.
 *
 * <p>When the switch ends, the link has failed for good.
 */
final class VdeLink implements Link {

  // Places in the poll set.
  private static final int WAKE = 0;
  private static final int DATA = 1;
  private static final int CONTROL = 2;

  /** Of {@link VdePlug#receive}: a packet came, and is to be dropped. */
  private static final int DROP = 1;

  private final SystemCalls calls;
  private final VdePlug plug;
  private final long connection;
  private final Wake wake;
  private final String title;

  /** Who calls the library with the connection. */
  private final Object turn = new Object();

  /** The reading thread's. */
  private final PollSet polled;

  /**
   * A link that owns the connection.
   *
   * @param connection whose descriptor for data does not block
   * @param title what it is, for messages
   */
  VdeLink(SystemCalls calls, VdePlug plug, long connection, Wake wake, String title) {
    this.calls = calls;
    this.plug = plug;
    this.connection = connection;
    this.wake = wake;
    this.title = title;
    polled =
        new PollSet(
            calls, "the " + title, wake.fd(), plug.dataFd(connection), plug.controlFd(connection));
  }

  @Override
  public int receive(OffHeap memory) throws IOException {
    while (true) {
      long length;
      int errno;
      synchronized (turn) {
        length = plug.receive(connection, memory.address(), memory.size());
        errno = length < 0 ? calls.errno() : 0;
      }
      if (length >= 0) {
        return length == DROP ? 0 : (int) length;
      }
      if (errno == Errno.EAGAIN) {
        return NOTHING;
      }
      if (errno != Errno.EINTR) {
        throw new IOException("cannot read from the " + this + ": " + calls.errorText(errno));
      }
    }
  }

  @Override
  public void await() throws IOException {
    if (!polled.await() || polled.isReady(WAKE)) {
      return;
    }
    // The switch says nothing there: what can be read is the end.
    if (polled.isReady(CONTROL) || polled.hasFailed(DATA)) {
      throw new IOException("the " + this + " has gone");
    }
  }

  @Override
  public void wake() {
    wake.signal("the " + title);
  }

  @Override
  public boolean send(OffHeap memory, int length) throws IOException {
    while (true) {
      long sent;
      int errno;
      synchronized (turn) {
        sent = plug.send(connection, memory.address(), length);
        errno = sent < 0 ? calls.errno() : 0;
      }
      switch (errno) {
        case 0 -> {
          return sent == length;
        }
        case Errno.EINTR -> {}
        case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM, Errno.EINVAL, Errno.EMSGSIZE -> {
          return false;
        }
        default ->
            throw new IOException("cannot write to the " + this + ": " + calls.errorText(errno));
      }
    }
  }

  @Override
  public void free() {
    int unused = plug.close(connection);
    wake.free();
  }

  @Override
  public String toString() {
    return title;
  }
}
