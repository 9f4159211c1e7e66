package io.github.tinc4j.tun;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the calls that use a descriptor, so that it is closed only when no call does: a number
 * that is closed too early may already belong to another file when the call is made.
 *
 * <p>Every use lies between a successful {@link #enter} and {@link #leave}. {@link #close} lets
 * nobody in any more; the last one to leave then runs the ending. Thread-safe.
 *
 * <pre>{@code
 * public int write(PacketBatch from) throws IOException {
 *   if (!gate.enter()) {
 *     return 0;
 *   }
 *   try {
 *     ... // uses the descriptor, ends soon once the gate is shut
 *   } finally {
 *     gate.leave();
 *   }
 * }
 *
 * public void close() {
 *   gate.close(this::wakeTheReader);
 * }
 * }</pre>
 */
public final class UseGate {

  /** The sign bit says that the gate is shut; the rest counts who is inside. */
  private static final int SHUT = Integer.MIN_VALUE;

  private final AtomicInteger state = new AtomicInteger();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable ending;

  /** An open gate; {@code ending} runs once, when it is shut and everybody has left. */
  public UseGate(Runnable ending) {
    this.ending = ending;
  }

  /** Goes in, if the gate is open. Who got true must {@link #leave}. */
  public boolean enter() {
    while (true) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /** Goes out. */
  public void leave() {
    if (state.decrementAndGet() == SHUT) {
      try {
        ending.run();
      } finally {
        ended.countDown();
      }
    }
  }

  /** Whether the gate is shut; who is inside should leave soon. */
  public boolean isShut() {
    return state.get() < 0;
  }

  /**
   * Shuts the gate and waits until the ending has run; an interrupt stays pending. The caller is
   * not inside.
   *
   * @param waking has those who wait inside look at {@link #isShut}; it may use the descriptors,
   *     and runs once, however often this is called. What it throws is thrown here, without waiting
   */
  public void close(Runnable waking) {
    if (shut()) {
      try {
        waking.run();
      } finally {
        leave();
      }
    }
    awaitEnding();
  }

  /**
   * Shuts the gate. The caller who got true is inside itself, to wake others, and must {@link
   * #leave}.
   *
   * @return false when it was shut already
   */
  boolean shut() {
    while (true) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, (now + 1) | SHUT)) {
        return true;
      }
    }
  }

  /** Waits until the ending has run; an interrupt stays pending. The caller is not inside. */
  void awaitEnding() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
