package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BlockingTest {

  private final Blocking blocking = new Blocking(TestNodes.threads());
  private final List<String> ran = new CopyOnWriteArrayList<>();

  @Test
  void scriptsRunInOrder() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      String name = Integer.toString(i);
      assertThat(blocking.inOrder(() -> ran.add(name))).isTrue();
    }
    blocking.end();
    assertThat(ran).hasSize(100).isSortedAccordingTo(Comparator.comparingInt(Integer::parseInt));
  }

  @Test
  void aScriptThatThrowsDoesNotStopThoseAfterIt() throws InterruptedException {
    blocking.inOrder(
        () -> {
          throw new IllegalStateException("a mistake");
        });
    blocking.inOrder(() -> ran.add("next"));
    blocking.end();
    assertThat(ran).containsExactly("next");
  }

  @Test
  void aScriptWithoutRoomIsRefusedAndTheEndDoesNotWaitForIt() throws InterruptedException {
    var release = new CountDownLatch(1);
    fill(release);
    assertThat(blocking.inOrder(() -> ran.add("refused"))).isFalse();
    release.countDown();
    var room = new CountDownLatch(1);
    while (!blocking.inOrder(room::countDown)) {
      Thread.onSpinWait();
    }
    room.await();
    blocking.end();
    assertThat(ran).isEmpty();
  }

  /** Names to resolve, at a name server that does not answer. */
  private void fill(CountDownLatch release) {
    boolean room = true;
    while (room) {
      try {
        blocking.execute(
            () -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
      } catch (RejectedExecutionException e) {
        room = false;
      }
    }
  }
}
