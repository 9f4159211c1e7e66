package io.github.tinc4j.core.node;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Makes the threads of a node: daemons, each of which begins by giving itself the {@code
 * ProcessPriority} that is set. Scripts inherit it from the thread that runs them, as they do from
 * a tincd. Any thread.
 */
final class NodeThreads {

  private final HostSystem host;
  private final @Nullable ProcessPriority priority;

  private NodeThreads(HostSystem host, @Nullable ProcessPriority priority) {
    this.host = host;
    this.priority = priority;
  }

  /**
   * Threads of this priority; null leaves it alone.
   *
   * @throws ConfigurationException when this process may not set it
   */
  static NodeThreads of(HostSystem host, @Nullable ProcessPriority priority)
      throws ConfigurationException {
    if (priority != null) {
      IOException failure = tryOnce(host, priority);
      if (failure != null) {
        throw new ConfigurationException(
            null, 0, "ProcessPriority", priority + ": " + failure.getMessage(), failure);
      }
    }
    return new NodeThreads(host, priority);
  }

  /** On a thread of its own, whose priority ends with it. */
  private static @Nullable IOException tryOnce(HostSystem host, ProcessPriority priority) {
    var outcome = new CompletableFuture<@Nullable IOException>();
    var thread =
        new Thread(
            () -> {
              try {
                host.setThreadNice(priority.nice());
                outcome.complete(null);
              } catch (IOException e) {
                outcome.complete(e);
              } catch (RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            },
            "tinc-priority");
    thread.setDaemon(true);
    thread.start();
    return outcome.join();
  }

  /** A thread that is still to be started. */
  Thread daemon(Runnable body, String name) {
    var thread = new Thread(priority == null ? body : after(priority, body), name);
    thread.setDaemon(true);
    return thread;
  }

  private Runnable after(ProcessPriority wanted, Runnable body) {
    return () -> {
      take(wanted);
      body.run();
    };
  }

  private void take(ProcessPriority wanted) {
    try {
      host.setThreadNice(wanted.nice());
    } catch (IOException e) {
      // It could be had at the start; its work goes on without.
      System.getLogger("io.github.tinc4j")
          .log(
              System.Logger.Level.WARNING,
              "ProcessPriority of {0}: {1}",
              Thread.currentThread().getName(),
              e.getMessage());
    }
  }
}
