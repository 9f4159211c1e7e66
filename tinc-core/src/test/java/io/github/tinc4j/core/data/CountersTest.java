package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.TrafficCounters.Flow;
import io.github.tinc4j.core.data.Counters.Way;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CountersTest {

  private final Counters counters = new Counters();

  @Test
  void everyWayHasItsOwnFigures() {
    int packets = 0;
    for (Way way : Way.values()) {
      packets++;
      counters.moved(way, packets, packets * 100L);
    }
    assertThat(counters.snapshot())
        .isEqualTo(
            new TrafficCounters(
                new Flow(1, 100),
                new Flow(2, 200),
                new Flow(3, 300),
                new Flow(4, 400),
                new Flow(5, 500),
                new Flow(6, 600),
                Map.of()));
  }

  @Test
  void everyReasonIsCountedByItself() {
    for (DropReason reason : DropReason.values()) {
      counters.dropped(reason);
    }
    counters.dropped(DropReason.LOOP, 4);
    assertThat(counters.snapshot().drops()).hasSize(DropReason.values().length);
    assertThat(counters.snapshot().dropped(DropReason.LOOP)).isEqualTo(5);
    assertThat(counters.snapshot().dropped(DropReason.BAD_MAC)).isEqualTo(1);
  }

  @Test
  void aSnapshotDoesNotChange() {
    TrafficCounters before = counters.snapshot();
    counters.dropped(DropReason.LOOP);
    assertThat(before.dropped(DropReason.LOOP)).isZero();
    assertThat(before.drops()).doesNotContainKey(DropReason.LOOP);
  }
}
