package io.github.tinc4j.core.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  @Test
  void permitsAreGivenAnewEverySecond() {
    var limit = new RateLimit(2);
    assertThat(limit.tryAcquire(0)).isTrue();
    assertThat(limit.tryAcquire(999_999_999L)).isTrue();
    assertThat(limit.tryAcquire(999_999_999L)).isFalse();
    assertThat(limit.tryAcquire(1_000_000_000L)).isTrue();
  }

  @Test
  void aSecondMayHaveFewerPermits() {
    var limit = new RateLimit(3);
    assertThat(limit.tryAcquire(0, 1)).isTrue();
    assertThat(limit.tryAcquire(0, 1)).isFalse();
    assertThat(limit.tryAcquire(0, 9)).isTrue();
    assertThat(limit.tryAcquire(0, 9)).isTrue();
    assertThat(limit.tryAcquire(0, 9)).isFalse();
  }

  @Test
  void timeMayBeNegative() {
    var limit = new RateLimit(1);
    assertThat(limit.tryAcquire(-1)).isTrue();
    assertThat(limit.tryAcquire(-1_000_000_000L)).isFalse();
    assertThat(limit.tryAcquire(0)).isTrue();
    assertThat(new RateLimit(1).tryAcquire(Long.MIN_VALUE)).isTrue();
  }

  @Test
  void aThreadBehindTheOthersDoesNotBringAPastSecondBack() {
    var limit = new RateLimit(1);
    assertThat(limit.tryAcquire(5_000_000_000L)).isTrue();
    assertThat(limit.tryAcquire(4_999_999_999L)).isFalse();
    assertThat(limit.tryAcquire(5_000_000_001L)).isFalse();
  }

  @Test
  void threadsTogetherGetNoMoreThanThePermits() throws InterruptedException {
    var limit = new RateLimit(100);
    var given = new AtomicInteger();
    Runnable taker =
        () -> {
          for (int i = 0; i < 10_000; i++) {
            if (limit.tryAcquire(5)) {
              given.incrementAndGet();
            }
          }
        };
    var first = new Thread(taker);
    var second = new Thread(taker);
    first.start();
    second.start();
    first.join();
    second.join();
    assertThat(given).hasValue(100);
  }

  @Test
  void noPermitsAreRefused() {
    assertThatThrownBy(() -> new RateLimit(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
