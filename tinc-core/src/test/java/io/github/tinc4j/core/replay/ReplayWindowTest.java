package io.github.tinc4j.core.replay;

import static io.github.tinc4j.core.replay.ReplayWindow.Verdict.ACCEPTED;
import static io.github.tinc4j.core.replay.ReplayWindow.Verdict.FAR_FUTURE;
import static io.github.tinc4j.core.replay.ReplayWindow.Verdict.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.core.replay.ReplayWindow.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {

  private final ReplayWindow window = new ReplayWindow(16, false);

  @Test
  void packetsInOrderAreAccepted() {
    for (int s = 1; s < 1000; s++) {
      assertThat(window.accept(s)).isEqualTo(ACCEPTED);
      assertThat(window.highest()).isEqualTo(s);
    }
  }

  @Test
  void aPacketSeenBeforeIsReplayed() {
    window.accept(1);
    window.accept(2);
    assertThat(window.accept(2)).isEqualTo(REPLAYED);
    assertThat(window.accept(1)).isEqualTo(REPLAYED);
  }

  @Test
  void numberZeroIsReplayedUnderAFreshKey() {
    assertThat(window.accept(0)).isEqualTo(REPLAYED);
  }

  @Test
  void aSkippedPacketIsAcceptedLateOnce() {
    window.accept(1);
    assertThat(window.accept(4)).isEqualTo(ACCEPTED);
    assertThat(window.accept(3)).isEqualTo(ACCEPTED);
    assertThat(window.accept(3)).isEqualTo(REPLAYED);
    assertThat(window.accept(2)).isEqualTo(ACCEPTED);
    assertThat(window.highest()).isEqualTo(4);
  }

  @Test
  void aSkippedPacketIsTooOldAWholeWindowLater() {
    window.accept(1);
    window.accept(3);
    for (int s = 4; s <= 129; s++) {
      window.accept(s);
    }
    assertThat(window.accept(2)).isEqualTo(ACCEPTED);

    window.accept(131);
    for (int s = 132; s <= 258; s++) {
      window.accept(s);
    }
    assertThat(window.accept(130)).isEqualTo(REPLAYED);
  }

  @Test
  void theFifthPacketFromTheFarFutureIsBelieved() {
    window.accept(1);
    for (int i = 0; i < 4; i++) {
      assertThat(window.accept(1000 + i)).isEqualTo(FAR_FUTURE);
    }
    assertThat(window.highest()).isEqualTo(1);
    assertThat(window.accept(1004)).isEqualTo(ACCEPTED);
    assertThat(window.highest()).isEqualTo(1004);
    assertThat(window.accept(1003)).isEqualTo(REPLAYED);
    assertThat(window.accept(5000)).isEqualTo(FAR_FUTURE);
  }

  @Test
  void anAcceptedPacketForgetsTheFarFuture() {
    for (int round = 0; round < 10; round++) {
      assertThat(window.accept(1_000_000 + round)).isEqualTo(FAR_FUTURE);
      assertThat(window.accept(round + 1)).isEqualTo(ACCEPTED);
    }
  }

  @Test
  void theFarFutureBeginsAWholeWindowAhead() {
    assertThat(window.accept(128)).isEqualTo(FAR_FUTURE);
    assertThat(window.accept(127)).isEqualTo(ACCEPTED);
  }

  @Test
  void anAuthenticPacketIsBelievedTheWindowAheadAndWhatItOvertookMayComeLate() {
    ReplayWindow authentic = new ReplayWindow(16, true);
    assertThat(authentic.accept(1)).isEqualTo(ACCEPTED);
    assertThat(authentic.accept(1000)).isEqualTo(ACCEPTED);
    assertThat(authentic.accept(873)).isEqualTo(ACCEPTED);
    assertThat(authentic.accept(873)).isEqualTo(REPLAYED);
    assertThat(authentic.accept(872)).isEqualTo(REPLAYED);
    assertThat(authentic.accept(2)).isEqualTo(REPLAYED);
    assertThat(authentic.accept(1000)).isEqualTo(REPLAYED);
  }

  @Test
  void evenAnAuthenticPacketIsNotBelievedWhateverItSays() {
    ReplayWindow authentic = new ReplayWindow(16, true);
    assertThat(authentic.accept(65_536)).isEqualTo(FAR_FUTURE);
    assertThat(authentic.accept(65_535)).isEqualTo(ACCEPTED);
  }

  @Test
  void withoutWindowEverythingIsAccepted() {
    ReplayWindow off = new ReplayWindow(0, false);
    for (int s : new int[] {0, 0, 7, 7, 1, -1, 3}) {
      assertThat(off.accept(s)).isEqualTo(ACCEPTED);
    }
    assertThat(off.highest()).isEqualTo(-1);
  }

  @Test
  void numbersAreUnsigned() {
    ReplayWindow small = new ReplayWindow(1, false);
    assertThat(small.accept(0xffff_fff0)).isEqualTo(ACCEPTED);
    assertThat(small.accept(0xffff_fff1)).isEqualTo(ACCEPTED);
    assertThat(small.accept(1)).isEqualTo(REPLAYED);
    assertThat(small.highest()).isEqualTo(0xffff_fff1);
  }

  @Test
  void aSizeOutOfRangeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ReplayWindow(-1, false));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReplayWindow(Integer.MAX_VALUE, false));
  }

  @Property(tries = 3000)
  void theWindowDecidesAsTheSpecificationSays(
      @ForAll("windowBytes") int bytes,
      @ForAll boolean authentic,
      @ForAll("steps") List<Integer> steps) {
    ReplayWindow tested = new ReplayWindow(bytes, authentic);
    Model model = new Model(bytes, authentic);
    for (int step : steps) {
      long sequence = Math.max(0, model.last + step);
      assertThat(tested.accept((int) sequence)).isEqualTo(model.accept(sequence));
      assertThat(Integer.toUnsignedLong(tested.highest())).isEqualTo(model.last);
    }
  }

  @Provide
  Arbitrary<Integer> windowBytes() {
    return Arbitraries.of(1, 2, 3, 4, 8, 12, 16, 17);
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.oneOf(
            Arbitraries.just(1),
            Arbitraries.integers().between(-10, 10),
            Arbitraries.integers().between(-140, 140),
            Arbitraries.integers().between(100, 5000),
            Arbitraries.integers().between(65_000, 66_000))
        .list()
        .ofMaxSize(400);
  }

  /**
   * Spec 20, 5, word for word, with the missing numbers themselves in place of bits, and what an
   * authentic packet is believed beyond that (ADR 0007).
   */
  private static final class Model {

    private final long w;
    private final int patience;
    private final boolean authentic;
    private final Set<Long> missing = new HashSet<>();
    private long last;
    private int far;

    Model(int bytes, boolean authentic) {
      this.authentic = authentic;
      w = 8L * bytes;
      patience = bytes / 4;
    }

    Verdict accept(long s) {
      if (s == last + 1) {
        return accepted(s);
      }
      if (authentic && s > last && s < last + 65_536) {
        skipTo(s);
        return accepted(s);
      }
      if (s >= last + w) {
        boolean patient = far < patience;
        far++;
        if (patient) {
          return FAR_FUTURE;
        }
        missing.clear();
        return accepted(s);
      }
      if (s <= last) {
        boolean tooOld = last >= w && s <= last - w;
        return tooOld || !missing.contains(s) ? REPLAYED : accepted(s);
      }
      skipTo(s);
      return accepted(s);
    }

    /** What is too old as soon as {@code s} is the last is not even noted. */
    private void skipTo(long s) {
      for (long skipped = Math.max(last, s - w) + 1; skipped < s; skipped++) {
        missing.add(skipped);
      }
    }

    private Verdict accepted(long s) {
      far = 0;
      missing.remove(s);
      last = Math.max(last, s);
      return ACCEPTED;
    }
  }
}
