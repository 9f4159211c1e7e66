package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventThreadTest {

  private static final MeshEvent.NodeStopped LAST = new MeshEvent.NodeStopped(null);
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(50);

  private static MeshEvent event(int number) {
    return new MeshEvent.NodeUnreachable(NodeName.of("n" + number));
  }

  /** Writes down what it hears; the first event waits for the gate. */
  private static final class Recorder implements MeshListener {
    private final List<MeshEvent> heard = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate;

    Recorder(CountDownLatch gate) {
      this.gate = gate;
    }

    static Recorder open() {
      return new Recorder(new CountDownLatch(0));
    }

    @Override
    public void nodeUnreachable(MeshEvent.NodeUnreachable event) {
      begun.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      heard.add(event);
    }

    @Override
    public void eventsLost(MeshEvent.EventsLost event) {
      heard.add(event);
    }

    @Override
    public void nodeStopped(MeshEvent.NodeStopped event) {
      heard.add(event);
    }
  }

  @Test
  void allListenersHearAllEventsInOrder() throws Exception {
    List<Recorder> recorders = List.of(Recorder.open(), Recorder.open());
    var events = new EventThread(List.copyOf(recorders), null, LONG, TestNodes.threads());
    events.start();
    List<MeshEvent> sent = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      sent.add(event(i));
      events.publish(event(i));
    }
    events.end(LAST);
    sent.add(LAST);
    for (Recorder recorder : recorders) {
      assertThat(recorder.heard).isEqualTo(sent);
    }
  }

  @Test
  void inAnyExecutorOneEventEndsBeforeTheNextBegins() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      var running = new AtomicInteger();
      var most = new AtomicInteger();
      Recorder recorder = Recorder.open();
      var counter =
          new MeshListener() {
            @Override
            public void nodeUnreachable(MeshEvent.NodeUnreachable event) {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              running.decrementAndGet();
            }
          };
      var events = new EventThread(List.of(counter, recorder), executor, LONG, TestNodes.threads());
      events.start();
      List<MeshEvent> sent = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        sent.add(event(i));
        events.publish(event(i));
      }
      events.end(LAST);
      sent.add(LAST);
      assertThat(recorder.heard).isEqualTo(sent);
      assertThat(most).hasValue(1);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void eventsThatDoNotFitAreCountedForTheListener() throws Exception {
    var gate = new CountDownLatch(1);
    var recorder = new Recorder(gate);
    var events = new EventThread(List.of(recorder), null, LONG, TestNodes.threads());
    events.start();
    events.publish(event(0));
    assertThat(recorder.begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    int tooMany = 7;
    for (int i = 0; i < EventThread.QUEUE_LENGTH + tooMany; i++) {
      events.publish(event(i));
    }
    gate.countDown();
    events.end(LAST);
    assertThat(recorder.heard).hasSize(EventThread.QUEUE_LENGTH + 3);
    assertThat(recorder.heard.get(1)).isEqualTo(new MeshEvent.EventsLost(tooMany));
    assertThat(recorder.heard).endsWith(LAST);
  }

  @Test
  void aListenerThatDoesNotReturnIsInterruptedAtTheEnd() throws Exception {
    var never = new CountDownLatch(1);
    var recorder = new Recorder(never);
    var events = new EventThread(List.of(recorder), null, SHORT, TestNodes.threads());
    events.start();
    events.publish(event(0));
    events.end(LAST);
    assertThat(recorder.heard).isEmpty();
  }

  @Test
  void aFullQueueDoesNotHoldUpTheEnd() throws Exception {
    var recorder = new Recorder(new CountDownLatch(1));
    var events = new EventThread(List.of(recorder), null, SHORT, TestNodes.threads());
    events.start();
    events.publish(event(0));
    assertThat(recorder.begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < EventThread.QUEUE_LENGTH; i++) {
      events.publish(event(i));
    }
    events.end(LAST);
    assertThat(recorder.heard).isEmpty();
  }

  @Test
  void anExecutorThatNeverRunsATaskDoesNotHoldUpTheEnd() throws Exception {
    var recorder = Recorder.open();
    var events = new EventThread(List.of(recorder), task -> {}, SHORT, TestNodes.threads());
    events.start();
    events.publish(event(0));
    events.end(LAST);
    assertThat(recorder.heard).isEmpty();
  }

  @Test
  void anExecutorThatRefusesATaskLosesThatEventOnly() throws Exception {
    var recorder = Recorder.open();
    var calls = new AtomicInteger();
    var events =
        new EventThread(
            List.of(recorder),
            task -> {
              switch (calls.getAndIncrement()) {
                case 0 -> throw new RejectedExecutionException("full");
                case 1 -> throw new IllegalStateException("a mistake");
                default -> task.run();
              }
            },
            LONG,
            TestNodes.threads());
    events.start();
    for (int i = 0; i < 3; i++) {
      events.publish(event(i));
    }
    events.end(LAST);
    assertThat(recorder.heard).containsExactly(event(2), LAST);
  }
}
