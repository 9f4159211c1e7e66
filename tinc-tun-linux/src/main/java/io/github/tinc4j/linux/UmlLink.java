package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The switch's side of the UML switch protocol, for one client at a time (spec 40, 10): the client
 * connects to a stream socket, sends a {@link UmlRequest} and gets the address of our datagram
 * socket. From then on each datagram is a frame, until the client closes the stream; then another
 * may come. A client that comes meanwhile is turned away, but takes the place of one that has not
 * said what it wants. Whoever says what is no request is turned away, and the device goes on.
 *
 * <p>The datagram socket is connected to the client's, so that the kernel takes nothing from
 * anybody else; a client that closes its own has lost its place. Only the reading thread answers
 * clients: one that connects waits for it.
 */
final class UmlLink implements Link {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private static final int NONE = -1;

  /** More than datagrams wait for a socket ({@code net.unix.max_dgram_qlen}, 10 to 512). */
  private static final int LONGEST_QUEUE = 2_048;

  // Places in the poll set.
  private static final int WAKE = 0;
  private static final int CLIENT = 1;
  private static final int FRAMES = 2;
  private static final int LISTENER = 3;

  private final LinkCalls calls;
  private final int listener;
  private final int frames;
  private final Wake wake;
  private final UnixAddress path;
  private final UnixAddress framesName;
  private final String title;

  /** The reading thread's, as all of the following. */
  private final PollSet polled;

  private final UmlRequest request = new UmlRequest();
  private final OffHeap ignored = new OffHeap(WholePackets.READ_SIZE);
  private int client = NONE;

  /** How many clients have been answered. */
  private int answered;

  /** Whether the client at hand has been answered. */
  private boolean isAnswered;

  /**
   * The number of the client that frames come from and go to; 0 for none. Set by the reading
   * thread; a writer that finds the client's socket closed makes it 0.
   */
  private final AtomicInteger connected = new AtomicInteger();

  /**
   * A link that owns the sockets and the path.
   *
   * @param listener listens for clients at {@code path}, does not block
   * @param frames a datagram socket bound to {@code framesName}, does not block
   * @param title what it is, for messages
   */
  UmlLink(
      LinkCalls calls,
      int listener,
      int frames,
      Wake wake,
      UnixAddress path,
      UnixAddress framesName,
      String title) {
    this.calls = calls;
    this.listener = listener;
    this.frames = frames;
    this.wake = wake;
    this.path = path;
    this.framesName = framesName;
    this.title = title;
    polled = new PollSet(calls, "the " + title, wake.fd(), NONE, NONE, listener);
  }

  @Override
  public int receive(OffHeap memory) throws IOException {
    return connected.get() != 0 ? receiveDatagram(memory) : NOTHING;
  }

  private int receiveDatagram(OffHeap memory) throws IOException {
    while (true) {
      long length = calls.read(frames, memory.address(), memory.size());
      if (length >= 0) {
        return (int) length;
      }
      int errno = calls.errno();
      if (errno == Errno.EAGAIN || errno == Errno.ECONNRESET) {
        return NOTHING;
      }
      if (errno != Errno.EINTR) {
        throw new IOException("cannot read from the " + this + ": " + calls.errorText(errno));
      }
    }
  }

  @Override
  public void await() throws IOException {
    polled.set(FRAMES, connected.get() != 0 ? frames : NONE);
    if (!polled.await() || polled.isReady(WAKE)) {
      return;
    }
    boolean another = polled.isReady(LISTENER);
    // The client first, whatever poll says of it: it may have gone since, and come back.
    boolean busy = client != NONE && (polled.isReady(CLIENT) || another) && hearClient();
    if (another && !busy) {
      accept();
    }
  }

  private void accept() throws IOException {
    int next = calls.accept(listener, UnixAddress.SOCK_NONBLOCK | UnixAddress.SOCK_CLOEXEC);
    if (next < 0) {
      int errno = calls.errno();
      if (errno == Errno.EAGAIN || errno == Errno.EINTR || errno == Errno.ECONNABORTED) {
        return;
      }
      throw new IOException("no client can reach the " + this + ": " + calls.errorText(errno));
    }
    if (connected.get() != 0) {
      calls.close(next);
      LOG.log(System.Logger.Level.DEBUG, "a second client of the {0} was turned away", title);
      return;
    }
    if (client != NONE) {
      turnAway(
          isAnswered
              ? "it has closed its datagram socket, and another came"
              : "another came before it had said what it wants");
    }
    client = next;
    isAnswered = false;
    polled.set(CLIENT, client);
    request.clear();
  }

  /** Whether the client has said something, so that more may follow. */
  private boolean hearClient() throws IOException {
    long length =
        isAnswered
            ? calls.read(client, ignored.address(), ignored.size())
            : request.read(calls, client);
    int errno = length < 0 ? calls.errno() : 0;
    if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
      return errno == Errno.EINTR;
    }
    if (length > 0) {
      if (!isAnswered) {
        judgeRequest();
      }
      return true;
    }
    if (isAnswered) {
      LOG.log(System.Logger.Level.INFO, "the client of the {0} has gone", title);
      drop();
    } else {
      turnAway(length == 0 ? "it ended within its request" : calls.errorText(errno));
    }
    return false;
  }

  private void judgeRequest() throws IOException {
    String fault = request.fault();
    if (fault != null) {
      turnAway(fault);
    } else if (request.isComplete()) {
      answer();
    }
  }

  private void answer() throws IOException {
    if (request.connect(calls, frames) < 0) {
      turnAway("its datagram socket cannot be reached: " + calls.errorText(calls.errno()));
      return;
    }
    // What others have sent while the socket was nobody's. Now the client only can: no end to that.
    int left = LONGEST_QUEUE;
    while (left > 0 && receiveDatagram(ignored) != NOTHING) {
      left--;
    }
    // Before the answer: whoever has that misses no frame.
    answered = answered == Integer.MAX_VALUE ? 1 : answered + 1;
    connected.set(answered);
    if (send(client, framesName.memory(), UnixAddress.SIZE) != UnixAddress.SIZE) {
      turnAway("it does not take an answer: " + calls.errorText(calls.errno()));
      return;
    }
    isAnswered = true;
    LOG.log(System.Logger.Level.INFO, "the {0} has a client", title);
  }

  private void turnAway(String why) {
    LOG.log(System.Logger.Level.WARNING, "a client of the {0} was turned away: {1}", title, why);
    drop();
  }

  private void drop() {
    connected.set(0);
    polled.set(CLIENT, NONE);
    calls.close(client);
    client = NONE;
  }

  @Override
  public void wake() {
    wake.signal("the " + title);
  }

  @Override
  public boolean send(OffHeap memory, int length) throws IOException {
    int number = connected.get();
    if (number == 0) {
      return false;
    }
    if (send(frames, memory, length) == length) {
      return true;
    }
    int errno = calls.errno();
    switch (errno) {
      // The client does not read, or the frame is too long.
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM, Errno.EMSGSIZE -> {
        return false;
      }
      // It has closed its socket. The kernel forgets the connection, and others could send now.
      case Errno.ECONNREFUSED, Errno.ENOTCONN, Errno.ECONNRESET, Errno.EPERM -> {
        connected.compareAndSet(number, 0);
        return false;
      }
      default ->
          throw new IOException("cannot write to the " + this + ": " + calls.errorText(errno));
    }
  }

  private long send(int fd, OffHeap memory, int length) {
    try {
      long sent;
      do {
        sent = calls.send(fd, memory.address(), length, UnixAddress.MSG_NOSIGNAL);
      } while (sent < 0 && calls.errno() == Errno.EINTR);
      return sent;
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public void free() {
    if (client != NONE) {
      calls.close(client);
    }
    calls.close(listener);
    calls.close(frames);
    wake.free();
    int unused = calls.unlink(path.memory().address() + UnixAddress.PATH);
  }

  @Override
  public String toString() {
    return title;
  }
}
