package io.github.tinc4j.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PuntQueueTest {

  private static final NodeName NODE = NodeName.of("node");

  private final AtomicInteger wakes = new AtomicInteger();
  private final List<Integer> taken = new ArrayList<>();

  @Test
  void puntsComeOutInTheOrderTheyWentIn() {
    var queue = new PuntQueue(10, 1000, wakes::incrementAndGet);
    assertThat(queue.offer(reply(1))).isTrue();
    assertThat(queue.offer(frame(2))).isTrue();
    assertThat(queue.offer(reply(3))).isTrue();
    queue.drain(new Taker());
    assertThat(taken).containsExactly(1, 2, 3);
  }

  @Test
  void theControlThreadIsWokenOnceUntilItDrains() {
    var queue = new PuntQueue(10, 1000, wakes::incrementAndGet);
    assertThat(queue.offer(reply(1)) && queue.offer(reply(2))).isTrue();
    assertThat(wakes).hasValue(1);
    queue.drain(new Taker());
    assertThat(queue.offer(reply(3))).isTrue();
    assertThat(wakes).hasValue(2);
  }

  @Test
  void aFullQueueRefuses() {
    var queue = new PuntQueue(2, 1000, wakes::incrementAndGet);
    assertThat(queue.offer(reply(1)) && queue.offer(reply(2))).isTrue();
    assertThat(queue.offer(reply(3))).isFalse();
    queue.drain(new Taker());
    assertThat(queue.offer(reply(4))).isTrue();
  }

  @Test
  void framesAreBoundedInBytes() {
    var queue = new PuntQueue(10, 100, wakes::incrementAndGet);
    assertThat(queue.offer(frame(60))).isTrue();
    assertThat(queue.offer(frame(41))).isFalse();
    assertThat(queue.offer(frame(40))).isTrue();
    assertThat(queue.offer(reply(1))).isTrue();
    queue.drain(new Taker());
    assertThat(queue.offer(frame(100))).isTrue();
  }

  @Test
  void whatComesDuringADrainWaitsForItsTurn() {
    var queue = new PuntQueue(2, 1000, wakes::incrementAndGet);
    assertThat(queue.offer(reply(1))).isTrue();
    var refilling =
        new Taker() {
          @Override
          public void probeReply(Punt.ProbeReply punt) {
            super.probeReply(punt);
            assertThat(queue.offer(reply(punt.length() + 1))).isTrue();
          }
        };
    queue.drain(refilling);
    assertThat(taken).containsExactly(1, 2);
    assertThat(wakes).hasValueGreaterThan(1);
  }

  @Test
  void aQueueWithoutRoomIsRefused() {
    assertThatThrownBy(() -> new PuntQueue(0, 0, () -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Timeout(30)
  void noPuntIsLostAndNoWakeIsMissedBetweenThreads() throws InterruptedException {
    int producers = 3;
    int each = 20_000;
    var wake = new Semaphore(0);
    var queue = new PuntQueue(64, 1 << 20, wake::release);
    for (int p = 0; p < producers; p++) {
      new Thread(() -> offerAll(queue, each)).start();
    }
    while (taken.size() < producers * each) {
      wake.acquire();
      queue.drain(new Taker());
    }
    assertThat(taken).hasSize(producers * each);
  }

  private static void offerAll(PuntQueue queue, int count) {
    for (int i = 0; i < count; i++) {
      while (!queue.offer(reply(i))) {
        Thread.onSpinWait();
      }
    }
  }

  private static Punt reply(int length) {
    return new Punt.ProbeReply(NODE, length);
  }

  private static Punt frame(int length) {
    return new Punt.TcpFrame(NODE, new byte[length], null);
  }

  private class Taker implements Punt.Handler {
    @Override
    public void tcpFrame(Punt.TcpFrame punt) {
      taken.add(punt.frame().length);
    }

    @Override
    public void probeReply(Punt.ProbeReply punt) {
      taken.add(punt.length());
    }

    @Override
    public void keyWanted(Punt.KeyWanted punt) {
      throw new AssertionError("not offered");
    }

    @Override
    public void addressSeen(Punt.AddressSeen punt) {
      throw new AssertionError("not offered");
    }

    @Override
    public void tooLong(Punt.TooLong punt) {
      throw new AssertionError("not offered");
    }

    @Override
    public void macSeen(Punt.MacSeen punt) {
      throw new AssertionError("not offered");
    }
  }
}
