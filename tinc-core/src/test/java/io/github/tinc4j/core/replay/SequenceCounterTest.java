package io.github.tinc4j.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequenceCounterTest {

  @Test
  void theFirstPacketIsNumberOne() {
    SequenceCounter counter = new SequenceCounter();
    assertThat(counter.next()).isEqualTo(1);
    assertThat(counter.next()).isEqualTo(2);
  }

  @Test
  void threadsNeverGetTheSameNumber() {
    SequenceCounter counter = new SequenceCounter();
    CompletableFuture<int[]> other = CompletableFuture.supplyAsync(() -> draw(counter));
    int[] mine = draw(counter);
    assertThat(Stream.of(mine, other.join()).flatMapToInt(IntStream::of).distinct().count())
        .isEqualTo(20_000);
    assertThat(counter.next()).isEqualTo(20_001);
  }

  private static int[] draw(SequenceCounter counter) {
    return IntStream.generate(counter::next).limit(10_000).toArray();
  }
}
