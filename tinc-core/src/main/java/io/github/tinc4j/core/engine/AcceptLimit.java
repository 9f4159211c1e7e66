package io.github.tinc4j.core.engine;

import java.util.concurrent.TimeUnit;

/** How many connections may come in: {@value #PER_SECOND} a second (spec 10, 5.9). */
final class AcceptLimit {

  private static final int PER_SECOND = 10;
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private long secondBeganNs;
  private int accepted;

  AcceptLimit(long nowNs) {
    secondBeganNs = nowNs;
  }

  boolean allows(long nowNs) {
    if (nowNs - secondBeganNs >= SECOND_NS) {
      secondBeganNs = nowNs;
      accepted = 0;
    }
    return ++accepted <= PER_SECOND;
  }
}
