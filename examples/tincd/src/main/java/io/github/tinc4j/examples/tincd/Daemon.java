package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TincNodeBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs the node of a configuration directory until it is asked to stop or fails.
 *
 * <p>{@link #run} is called once; {@link #requestStop} may be called from any thread, before, while
 * and after it runs.
 */
final class Daemon {

  private final CommandLine line;
  private final PrintStream err;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();

  Daemon(CommandLine line, PrintStream err) {
    this.line = line;
    this.err = err;
  }

  /** Makes {@link #run} close the node and return. */
  void requestStop() {
    stop.complete(null);
  }

  /**
   * Runs the node.
   *
   * @return the exit status: 0 when it was asked to stop, 1 when it could not start or failed
   */
  int run() {
    try (DaemonLog log = openLog()) {
      LibraryLog.into(log);
      log.log(
          DaemonLog.ALWAYS,
          "tincd " + Version.TEXT + " starting, debug level " + line.debugLevel());
      int status = run(log);
      log.log(DaemonLog.ALWAYS, "Terminating");
      return status;
    } finally {
      LibraryLog.into(null);
    }
  }

  private int run(DaemonLog log) {
    try {
      PidFile pidFile = PidFile.write(line.pidFile(), ProcessHandle.current().pid());
      try (pidFile;
          TincNode node = builder(log).start()) {
        for (InetSocketAddress address : node.listenAddresses()) {
          log.log(DaemonLog.STATUS, "Listening on " + EventLog.words(address));
        }
        log.log(DaemonLog.ALWAYS, "Ready");
        CompletableFuture.anyOf(stop, node.whenStopped().toCompletableFuture()).join();
        log.log(DaemonLog.ALWAYS, "Asked to stop");
      }
      return 0;
    } catch (CompletionException e) {
      log.log(DaemonLog.ALWAYS, "The node failed: " + e.getCause());
    } catch (IOException e) {
      log.log(DaemonLog.ALWAYS, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      log.log(DaemonLog.ALWAYS, "This should not have happened" + LibraryLog.cause(e));
    }
    return 1;
  }

  private TincNodeBuilder builder(DaemonLog log) {
    TincNodeBuilder builder =
        TincNode.builder().configDirectory(line.directory()).listener(new EventLog(log));
    if (line.netName() != null) {
      builder.netName(line.netName());
    }
    line.options().forEach(builder::option);
    return builder;
  }

  /** A file that cannot be opened is no reason not to run. */
  private DaemonLog openLog() {
    if (line.logToFile()) {
      try {
        return DaemonLog.to(
            line.logFile(),
            line.debugLevel(),
            line.identity(),
            ProcessHandle.current().pid(),
            Clock.system(ZoneId.systemDefault()));
      } catch (IOException e) {
        err.println("Could not open log file " + line.logFile() + ": " + Problem.of(e));
      }
    }
    return DaemonLog.to(err, line.debugLevel());
  }
}
