package io.github.tinc4j.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.testkit.Background;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@NullMarked
@Timeout(30)
class UseGateTest {

  private final AtomicInteger endings = new AtomicInteger();
  private final UseGate gate = new UseGate(endings::incrementAndGet);

  @Test
  void anOpenGateDoesNotEndWhenItEmpties() {
    assertThat(gate.enter()).isTrue();
    gate.leave();
    assertThat(gate.enter()).isTrue();
    gate.leave();
    assertThat(endings).hasValue(0);
    assertThat(gate.isShut()).isFalse();
  }

  @Test
  void theLastToLeaveAShutGateEndsItOnce() {
    gate.enter();
    gate.enter();
    assertThat(gate.shut()).isTrue();
    assertThat(gate.isShut()).isTrue();
    gate.leave();
    gate.leave();
    assertThat(endings).hasValue(0);
    gate.leave();
    assertThat(endings).hasValue(1);
  }

  @Test
  void nobodyGetsInAfterTheGateIsShut() {
    gate.shut();
    assertThat(gate.enter()).isFalse();
    assertThat(gate.shut()).as("a second time").isFalse();
    gate.leave();
    assertThat(gate.enter()).isFalse();
    assertThat(endings).hasValue(1);
  }

  @Test
  void closingWakesWhoIsInsideOnceAndWaitsForTheEnding() throws Exception {
    var wakes = new AtomicInteger();
    var woken = new CountDownLatch(1);
    gate.enter();
    Future<Void> closer =
        Background.run(
            () -> {
              gate.close(
                  () -> {
                    wakes.incrementAndGet();
                    woken.countDown();
                  });
              assertThat(endings).as("when close returns").hasValue(1);
            });
    woken.await();
    assertThat(gate.isShut()).isTrue();
    assertThat(endings).as("while somebody is inside").hasValue(0);
    gate.leave();
    closer.get();
    gate.close(wakes::incrementAndGet);
    assertThat(wakes).hasValue(1);
    assertThat(endings).hasValue(1);
  }

  @Test
  void aWakingThatFailsLetsTheGateEndAllTheSame() {
    assertThatThrownBy(
            () ->
                gate.close(
                    () -> {
                      assertThat(endings).as("while it may use the descriptor").hasValue(0);
                      throw new IllegalStateException("no wake");
                    }))
        .hasMessage("no wake");
    assertThat(endings).hasValue(1);
  }

  @Test
  void whoWaitsForTheEndingGetsItAndKeepsTheInterrupt() throws Exception {
    gate.enter();
    gate.shut();
    gate.leave();
    Future<Boolean> waiter =
        Background.call(
            () -> {
              Thread.currentThread().interrupt();
              gate.awaitEnding();
              return Thread.currentThread().isInterrupted();
            });
    assertThat(waiter.isDone()).isFalse();
    gate.leave();
    assertThat(waiter.get()).isTrue();
    assertThat(endings).hasValue(1);
  }
}
