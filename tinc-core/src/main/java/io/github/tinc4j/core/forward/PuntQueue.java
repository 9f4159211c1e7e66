package io.github.tinc4j.core.forward;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries punts from the packet threads to the control thread: bounded in number and in bytes of
 * frames, in order per producer, without a lock.
 *
 * <p>Any thread offers; only the control thread drains.
 */
public final class PuntQueue {

  private final int maxPunts;
  private final long maxFrameBytes;
  private final Runnable wake;
  private final Queue<Punt> punts = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong frameBytes = new AtomicLong();

  /** Set by the first offer after a drain began: the consumer has been told to come. */
  private final AtomicBoolean called = new AtomicBoolean();

  /**
   * An empty queue.
   *
   * @param maxPunts how many punts may wait, at least 1
   * @param maxFrameBytes how many bytes their frames may have together
   * @param wake makes the control thread drain soon; called by the offering thread, once until the
   *     next drain; must return at once
   * @throws IllegalArgumentException when {@code maxPunts} is less than 1
   */
  public PuntQueue(int maxPunts, long maxFrameBytes, Runnable wake) {
    if (maxPunts < 1) {
      throw new IllegalArgumentException("room for " + maxPunts + " punts");
    }
    this.maxPunts = maxPunts;
    this.maxFrameBytes = maxFrameBytes;
    this.wake = wake;
  }

  /**
   * Leaves {@code punt} to the control thread. Any thread.
   *
   * @return false when the queue is full; the punt is lost then, and the caller counts it
   */
  public boolean offer(Punt punt) {
    int bytes = frameBytesOf(punt);
    if (count.incrementAndGet() > maxPunts) {
      count.decrementAndGet();
      return false;
    }
    if (frameBytes.addAndGet(bytes) > maxFrameBytes) {
      frameBytes.addAndGet(-bytes);
      count.decrementAndGet();
      return false;
    }
    punts.add(punt);
    if (called.compareAndSet(false, true)) {
      wake.run();
    }
    return true;
  }

  /**
   * Gives {@code handler} what waits, at most one queue full; when more has come meanwhile, the
   * control thread is woken again. Control thread only.
   */
  public void drain(Punt.Handler handler) {
    // Before the first poll: a punt added after the last poll then calls again.
    called.set(false);
    for (int taken = 0; taken < maxPunts; taken++) {
      Punt punt = punts.poll();
      if (punt == null) {
        return;
      }
      frameBytes.addAndGet(-frameBytesOf(punt));
      count.decrementAndGet();
      punt.dispatch(handler);
    }
    if (!punts.isEmpty() && called.compareAndSet(false, true)) {
      wake.run();
    }
  }

  private static int frameBytesOf(Punt punt) {
    return punt instanceof Punt.TcpFrame tcp ? tcp.frame().length : 0;
  }
}
