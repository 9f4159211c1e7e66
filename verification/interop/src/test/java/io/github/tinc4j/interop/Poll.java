package io.github.tinc4j.interop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again and again, for what a program tells only when asked. */
final class Poll {

  /** For what others do by themselves, on a machine that is busy too. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private Poll() {}

  /** As {@link #until(Duration, Supplier, Predicate)}, for {@link #PATIENCE}. */
  static <T> T until(Supplier<T> question, Predicate<T> fits) {
    return until(PATIENCE, question, fits);
  }

  /**
   * Asks until the answer fits.
   *
   * @return the answer that fits
   * @throws AssertionError with the last answer when none has fitted in {@code patience}
   */
  static <T> T until(Duration patience, Supplier<T> question, Predicate<T> fits) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      T answer = question.get();
      if (fits.test(answer)) {
        return answer;
      }
      if (System.nanoTime() >= deadline) {
        throw new AssertionError("still " + answer + " after " + patience);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
