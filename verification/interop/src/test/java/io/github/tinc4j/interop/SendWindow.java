package io.github.tinc4j.interop;

import java.util.ArrayDeque;

/**
 * How much is in flight, in bytes of socket buffers. One thread sends; another learns what has
 * arrived.
 *
 * <p>Datagrams arrive in the order in which they were sent or not at all, as far as this class is
 * concerned: when number N is there, those sent before it are no longer in flight.
 */
final class SendWindow {

  /**
   * When nothing arrives for so long, what was in flight is lost; a busy host may pause shorter.
   */
  private static final long LOST_MS = 10_000;

  /**
   * What a fragment takes of a socket buffer beside its bytes, at most: a node may have to cut it
   * once more, for a path that takes less than the interface, and the kernel rounds both parts up.
   */
  private static final int OVERHEAD = 1900;

  /** How much a fragment holds that is not the last one, at least. */
  private static final int FRAGMENT = 1400;

  private final int limit;
  private final ArrayDeque<Flying> flying = new ArrayDeque<>();
  private int bytes;

  private record Flying(int number, int room) {}

  SendWindow(int limit) {
    this.limit = limit;
  }

  /** Waits until there is room for a datagram; numbers ascend. */
  synchronized void take(int number, int length) {
    int room = length + (1 + length / FRAGMENT) * OVERHEAD;
    long deadline = System.nanoTime() + LOST_MS * 1_000_000;
    while (bytes > 0 && bytes + room > limit) {
      long leftMs = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        clear();
        break;
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while sending", e);
      }
    }
    flying.add(new Flying(number, room));
    bytes += room;
  }

  /** The datagram with this number is there. */
  synchronized void arrived(int number) {
    while (!flying.isEmpty() && flying.element().number() <= number) {
      bytes -= flying.remove().room();
    }
    notifyAll();
  }

  /** Nothing is in flight any more. */
  synchronized void clear() {
    flying.clear();
    bytes = 0;
  }
}
