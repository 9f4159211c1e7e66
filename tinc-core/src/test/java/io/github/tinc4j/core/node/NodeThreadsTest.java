package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeThreadsTest {

  private final HostSystem host = mock();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private void run(NodeThreads threads) throws InterruptedException {
    Thread thread = threads.daemon(() -> done.add("work of " + name()), "tinc-x");
    assertThat(thread.isDaemon()).isTrue();
    thread.start();
    thread.join();
  }

  private static String name() {
    return Thread.currentThread().getName();
  }

  @Test
  void withoutAPriorityNobodyIsAsked() throws Exception {
    run(NodeThreads.of(host, null));
    assertThat(done).containsExactly("work of tinc-x");
    verifyNoInteractions(host);
  }

  @Test
  void eachThreadGivesItselfThePriorityBeforeItsWork() throws Exception {
    doAnswer(call -> done.add(name() + " to " + call.getArgument(0)))
        .when(host)
        .setThreadNice(anyInt());
    run(NodeThreads.of(host, ProcessPriority.LOW));
    // The first is one that only tries.
    assertThat(done).containsExactly("tinc-priority to 10", "tinc-x to 10", "work of tinc-x");
  }

  @Test
  void aPriorityThatMayNotBeSetIsRefusedByName() throws Exception {
    doThrow(new IOException("not permitted")).when(host).setThreadNice(-10);
    assertThatThrownBy(() -> NodeThreads.of(host, ProcessPriority.HIGH))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("ProcessPriority: HIGH: not permitted");
  }

  @Test
  void aHostSystemThatThrowsIsNotTakenForARefusal() throws Exception {
    doThrow(new IllegalStateException("a mistake")).when(host).setThreadNice(-10);
    assertThatThrownBy(() -> NodeThreads.of(host, ProcessPriority.HIGH))
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThreadThatMayNotAnyMoreWorksAllTheSame() throws Exception {
    NodeThreads threads = NodeThreads.of(host, ProcessPriority.HIGH);
    doThrow(new IOException("not permitted")).when(host).setThreadNice(-10);
    run(threads);
    assertThat(done).containsExactly("work of tinc-x");
  }
}
