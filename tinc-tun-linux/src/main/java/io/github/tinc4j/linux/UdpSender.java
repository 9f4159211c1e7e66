package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.tun.LoanPool;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Puts batches of datagrams into a socket: runs of equal length to one address as one message that
 * the kernel or the network card cuts again (GSO), and all messages with as few calls as they take.
 * Any number of threads.
 *
 * <p>A system that says at first that it can cut, and then refuses to, loses nothing by it: the
 * same datagrams go again, each by itself.
 */
final class UdpSender {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  // bits/socket.h
  static final int MSG_DONTWAIT = 0x40;

  private final SocketCalls calls;
  private final int fd;
  private final AtomicBoolean joins;
  private final LoanPool<SendScratch> scratches;

  /**
   * For a socket of {@code family}.
   *
   * @param takesBoth whether an IPv6 socket takes IPv4 too
   * @param joins whether the kernel knows how to cut messages
   */
  UdpSender(SocketCalls calls, int fd, int family, boolean takesBoth, boolean joins) {
    this.calls = calls;
    this.fd = fd;
    this.joins = new AtomicBoolean(joins);
    this.scratches = new LoanPool<>(() -> new SendScratch(family, takesBoth));
  }

  /** Sends slots, and sets their outcomes. */
  void send(DatagramBatch batch, int from, int to) {
    send(batch, from, to, joins.get());
  }

  private void send(DatagramBatch batch, int from, int to, boolean joined) {
    SendScratch scratch = scratches.borrow();
    try {
      int slot = from;
      while (slot < to) {
        slot = scratch.fill(batch, slot, to, joined);
        transmit(batch, scratch);
      }
    } finally {
      scratches.giveBack(scratch);
    }
  }

  private void transmit(DatagramBatch batch, SendScratch scratch) {
    int message = 0;
    boolean again = false;
    while (message < scratch.count()) {
      int taken = scratch.send(calls, fd, message, MSG_DONTWAIT);
      int errno = taken < 0 ? calls.errno() : 0;
      if (taken > 0) {
        setOutcomes(batch, scratch, message, message + taken, Outcome.SENT);
        message += taken;
        again = false;
      } else if (errno == Errno.ECONNREFUSED && !again) {
        // The answer to an earlier datagram, which this one has fetched.
        again = true;
      } else if (errno != Errno.EINTR) {
        refused(batch, scratch, message, errno);
        message++;
        again = false;
      }
    }
  }

  private void refused(DatagramBatch batch, SendScratch scratch, int message, int errno) {
    int first = scratch.firstSlot(message);
    int end = scratch.endSlot(message);
    if (end - first > 1 && mayBeByJoining(errno)) {
      // What one datagram may not, another may; and MTU discovery asks for each.
      send(batch, first, end, false);
      boolean byJoining = errno != Errno.EMSGSIZE && batch.outcome(first) == Outcome.SENT;
      if (byJoining && joins.compareAndSet(true, false)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the system does not cut UDP messages into datagrams ({0}); they go one by one now",
            calls.errorText(errno));
      }
      return;
    }
    setOutcomes(batch, scratch, message, message + 1, outcome(errno));
  }

  /** Whether a message of many datagrams may fail so where one alone would not. */
  private static boolean mayBeByJoining(int errno) {
    return switch (errno) {
      case Errno.EIO -> true; // a device without checksums, before Linux 6.11
      case Errno.EINVAL -> true; // among others: too long for the path, on older kernels
      case Errno.EMSGSIZE -> true; // a joined message is never fragmented
      default -> false;
    };
  }

  private static Outcome outcome(int errno) {
    return switch (errno) {
      case Errno.EMSGSIZE -> Outcome.TOO_LONG;
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> Outcome.WOULD_BLOCK;
      default -> Outcome.REFUSED;
    };
  }

  private static void setOutcomes(
      DatagramBatch batch, SendScratch scratch, int from, int to, Outcome outcome) {
    for (int message = from; message < to; message++) {
      for (int slot = scratch.firstSlot(message); slot < scratch.endSlot(message); slot++) {
        batch.setOutcome(slot, outcome);
      }
    }
  }
}
