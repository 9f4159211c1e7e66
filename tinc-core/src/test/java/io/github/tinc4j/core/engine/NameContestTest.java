package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.Mesh;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long a node keeps silent whose name is contested (spec 30, 3). */
class NameContestTest {

  private final EdgeHandler edges = mock();
  private final Links links = mock();
  private final Outgoings outgoings = mock();
  private final TimerTable timers = new TimerTable();
  private final Mesh mesh = new Mesh(NodeName.of("me"), 0);
  private final NameContest contest = new NameContest(mesh, timers, edges, links, outgoings);

  private void check(boolean contested) {
    when(edges.takeNameContested(anyInt())).thenReturn(contested);
    contest.check();
  }

  /** The silence that the next contest brings. */
  private Duration silence() {
    check(true);
    assertThat(contest.isSilent()).isTrue();
    assertThat(timers.isArmed(Timer.NAME_CONTESTED, "")).isTrue();
    Duration silence = Duration.ofNanos(timers.earliestNs());
    timers.clear();
    contest.timerFired();
    return silence;
  }

  @Test
  void aContestEndsAllConnectionsAndAttempts() {
    check(true);
    verify(outgoings).suspend();
    verify(links).endAll(contest.reason());
    assertThat(contest.reason().detail()).contains("me");
    verify(outgoings, never()).resume();
    contest.timerFired();
    verify(outgoings).resume();
    assertThat(contest.isSilent()).isFalse();
  }

  @Test
  void theSilenceDoublesUpToAnHour() {
    for (Duration expected = Duration.ofSeconds(10);
        expected.compareTo(Duration.ofHours(1)) < 0;
        expected = expected.multipliedBy(2)) {
      assertThat(silence()).isEqualTo(expected);
    }
    assertThat(silence()).isEqualTo(Duration.ofHours(1));
    assertThat(silence()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aCalmCheckHalvesIt() {
    silence();
    silence();
    check(false);
    assertThat(silence()).isEqualTo(Duration.ofSeconds(20));
    for (int i = 0; i < 10; i++) {
      check(false);
    }
    assertThat(silence()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aCheckWhileWeKeepSilentTellsNothing() {
    check(true);
    check(false);
    contest.timerFired();
    assertThat(silence()).isEqualTo(Duration.ofSeconds(20));
  }
}
