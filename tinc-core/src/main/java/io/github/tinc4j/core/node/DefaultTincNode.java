package io.github.tinc4j.core.node;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.SubnetTable;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.io.Dialler;
import io.github.tinc4j.core.io.HostSystems;
import io.github.tinc4j.core.io.ListenSockets;
import io.github.tinc4j.spi.HostSystem;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What the program holds. All methods may be called from any thread. */
final class DefaultTincNode implements TincNode {

  /** As good as for ever, and far from overflowing as nanoseconds. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(36_500);

  private final NodeConfig config;
  private final Published published;
  private final Counters counters;
  private final List<InetSocketAddress> addresses;
  private final EventThread events;
  private final Lifecycle lifecycle;
  private final Commands commands;
  private final Scripts scripts;
  private final Dialler dialler;
  private final NodeThreads threads;
  private final SubnetTable subnets;
  private final AtomicBoolean ending = new AtomicBoolean();

  /** Set before {@link #ended} completes. */
  private volatile @Nullable Thread closer;

  private final CompletableFuture<Void> released = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  DefaultTincNode(
      NodeConfig config,
      Published published,
      Counters counters,
      ListenSockets listening,
      EventThread events,
      Lifecycle lifecycle,
      Commands commands,
      Scripts scripts,
      Dialler dialler,
      NodeThreads threads) {
    this.config = config;
    this.published = published;
    this.counters = counters;
    this.addresses = listening.addresses();
    this.events = events;
    this.lifecycle = lifecycle;
    this.commands = commands;
    this.scripts = scripts;
    this.dialler = dialler;
    this.threads = threads;
    this.subnets = new LiveSubnets(published, commands);
  }

  /** Returns when the first view of the mesh, with ourselves in it, is published. */
  void start() {
    events.start();
    lifecycle.start();
    try {
      // The control thread publishes before it takes its first command.
      commands.call((engine, nowNs) -> true);
    } catch (IllegalStateException e) {
      // It has failed already: whenStopped says so, and why.
      System.getLogger("io.github.tinc4j").log(System.Logger.Level.DEBUG, "failed at once", e);
    }
  }

  @Override
  public NodeName name() {
    return config.name();
  }

  @Override
  public MeshView mesh() {
    return published.view();
  }

  @Override
  public SubnetTable subnets() {
    return subnets;
  }

  @Override
  public TrafficCounters counters() {
    return counters.snapshot();
  }

  @Override
  public List<InetSocketAddress> listenAddresses() {
    return addresses;
  }

  @Override
  public boolean awaitReachable(NodeName node, Duration timeout) throws InterruptedException {
    Duration wait = timeout.compareTo(LONGEST_WAIT) < 0 ? timeout : LONGEST_WAIT;
    return published.awaitReachable(node, wait.toNanos());
  }

  @Override
  public void connect(NodeName node) {
    commands.call(
        (engine, nowNs) -> {
          engine.connect(node, nowNs);
          return true;
        });
  }

  @Override
  public boolean disconnect(NodeName node) {
    return commands.call((engine, nowNs) -> engine.disconnect(node, nowNs));
  }

  @Override
  public List<String> reload(NodeConfig next) throws ConfigurationException {
    if (!next.name().equals(name())) {
      throw new ConfigurationException(
          null, 0, "Name", "the running node is " + name() + ", not " + next.name(), null);
    }
    Engine.check(next);
    HostSystem host = HostSystems.of(next);
    return commands.call(
        (engine, nowNs) -> {
          scripts.interpretBy(next.scriptsInterpreter());
          dialler.bindTo(next.bindToInterface(), host);
          return engine.reload(next, nowNs);
        });
  }

  @Override
  public void retry() {
    commands.call(
        (engine, nowNs) -> {
          engine.retry(nowNs);
          return true;
        });
  }

  @Override
  public void purge() {
    commands.call(
        (engine, nowNs) -> {
          engine.purge(nowNs);
          return true;
        });
  }

  @Override
  public CompletionStage<Void> whenStopped() {
    return ended.copy();
  }

  @Override
  public void close() {
    beginEnd(null);
    if (lifecycle.isOwnThread()) {
      // A device or KnownHosts calls us on a thread that has to end first.
      return;
    }
    // A listener that waited for the end of all events would wait for itself.
    boolean delivering = events.mayNeedThisThread();
    CompletableFuture<Void> awaited = delivering ? released : ended;
    awaited.handle((nothing, cause) -> true).join();
    Thread last = closer;
    // What depends on whenStopped runs on the closer itself.
    if (!delivering && last != null && last != Thread.currentThread()) {
      awaitEndOf(last);
    }
  }

  private static void awaitEndOf(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread of the node died of {@code cause}: the node ends. */
  void fail(Throwable cause) {
    System.getLogger("io.github.tinc4j")
        .log(System.Logger.Level.ERROR, "node " + name() + " failed", cause);
    beginEnd(cause);
  }

  /** Ends the node on a thread that is none of its own and that nobody interrupts. */
  private void beginEnd(@Nullable Throwable cause) {
    if (ending.compareAndSet(false, true)) {
      Thread thread = threads.daemon(() -> end(cause), "tinc-closer");
      closer = thread;
      thread.start();
    }
  }

  private void end(@Nullable Throwable cause) {
    @Nullable Throwable outcome = cause;
    try {
      commands.close();
      published.close();
      lifecycle.end(() -> subnets.of(name()));
      released.complete(null);
      events.end(new MeshEvent.NodeStopped(cause));
    } catch (InterruptedException | RuntimeException e) {
      outcome = outcome == null ? e : outcome;
    } finally {
      released.complete(null);
      if (outcome == null) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(outcome);
      }
    }
  }
}
