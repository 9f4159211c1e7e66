package io.github.tinc4j.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerTableTest {

  private final TimerTable timers = new TimerTable();
  private final List<String> fired = new ArrayList<>();

  private List<String> fire(long nowNs) {
    fired.clear();
    timers.fire(nowNs, (timer, subject) -> fired.add(timer + subject));
    return fired;
  }

  @Test
  void timersFireInTheOrderOfTheirDeadlines() {
    timers.arm(Timer.RECONNECT, "b", 20);
    timers.arm(Timer.RECONNECT, "a", 10);
    timers.arm(Timer.PUBLISH, "", 10);
    assertThat(timers.earliestNs()).isEqualTo(10);
    assertThat(fire(9)).isEmpty();
    assertThat(fire(30)).containsExactly("RECONNECTa", "PUBLISH", "RECONNECTb");
    assertThat(timers.earliestNs()).isEqualTo(TimerTable.NEVER);
  }

  @Test
  void armingAgainReplacesTheDeadline() {
    timers.arm(Timer.RECONNECT, "a", 10);
    timers.arm(Timer.RECONNECT, "a", 20);
    assertThat(timers.earliestNs()).isEqualTo(20);
    assertThat(fire(10)).isEmpty();
    assertThat(fire(20)).containsExactly("RECONNECTa");
    assertThat(fire(20)).isEmpty();
  }

  @Test
  void aDisarmedTimerDoesNotFire() {
    timers.arm(Timer.RECONNECT, "a", 10);
    timers.arm(Timer.MTU_PROBE, "a", 10);
    timers.disarm(Timer.RECONNECT, "a");
    timers.disarm(Timer.RECONNECT, "nobody");
    assertThat(timers.isArmed(Timer.RECONNECT, "a")).isFalse();
    assertThat(fire(10)).containsExactly("MTU_PROBEa");
  }

  @Test
  void allDeadlinesOfOneTimerMayBeHastened() {
    timers.arm(Timer.RECONNECT, "b", 20);
    timers.arm(Timer.RECONNECT, "a", 10);
    timers.arm(Timer.MTU_PROBE, "a", 15);
    timers.hasten(Timer.RECONNECT, 5);
    assertThat(fire(5)).containsExactly("RECONNECTa", "RECONNECTb");
    assertThat(fire(20)).containsExactly("MTU_PROBEa");
  }

  @Test
  void aTimerMayBeArmedByTheOneThatFires() {
    timers.arm(Timer.CONNECTIONS, "", 10);
    timers.fire(10, (timer, subject) -> timers.arm(timer, subject, 25));
    assertThat(timers.earliestNs()).isEqualTo(25);
  }

  @Test
  void deadlinesMayBeOnBothSidesOfTheClocksWrapAround() {
    long beforeNs = Long.MAX_VALUE - 5;
    long afterNs = Long.MIN_VALUE + 5;
    timers.arm(Timer.RECONNECT, "after", afterNs);
    timers.arm(Timer.RECONNECT, "before", beforeNs);
    assertThat(fire(beforeNs)).containsExactly("RECONNECTbefore");
    assertThat(fire(afterNs)).containsExactly("RECONNECTafter");
  }

  @Test
  void nothingIsLeftOfTimersThatWereDisarmedOverAndOver() {
    for (int i = 0; i < 1000; i++) {
      timers.arm(Timer.MTU_PROBE, "a", 1000 - i);
      timers.disarm(Timer.MTU_PROBE, "a");
    }
    assertThat(timers.size()).isZero();
  }
}
