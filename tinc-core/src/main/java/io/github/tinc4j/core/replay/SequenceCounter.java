package io.github.tinc4j.core.replay;

import java.util.concurrent.atomic.AtomicInteger;

/** Numbers the packets of one direction under one key: 1, 2, 3 and so on. Any thread. */
public final class SequenceCounter {

  private final AtomicInteger last = new AtomicInteger();

  /**
   * The next number, an unsigned 32-bit value. It wraps after 2^32 packets (spec 20, 5: the sender
   * does not check); keys are renewed long before.
   */
  public int next() {
    return last.incrementAndGet();
  }
}
