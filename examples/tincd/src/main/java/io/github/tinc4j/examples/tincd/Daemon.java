package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Runs the node of a configuration directory until it is asked to stop or fails.
 *
 * <p>{@link #run} is called once, and carries out what is asked, one after the other; {@link #ask}
 * may be called from any thread, before, while and after it runs.
 */
final class Daemon {

  private final CommandLine line;
  private final List<Integer> inherited;
  private final PrintStream err;
  private final BlockingDeque<Request> requests = new LinkedBlockingDeque<>();

  /**
   * Prepares it.
   *
   * @param inherited descriptors of the sockets that it is to accept from; none to open its own
   */
  Daemon(CommandLine line, List<Integer> inherited, PrintStream err) {
    this.line = line;
    this.inherited = inherited;
    this.err = err;
  }

  /**
   * Asks for something. {@link Request#STOP} goes before all that waits; what waits already is not
   * asked for twice.
   */
  void ask(Request request) {
    if (request == Request.STOP) {
      requests.addFirst(request);
    } else if (!requests.contains(request)) {
      requests.addLast(request);
    }
  }

  /** Makes {@link #run} close the node and return. */
  void requestStop() {
    ask(Request.STOP);
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
      try (pidFile) {
        run(log, load());
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

  private NodeConfig load() throws ConfigurationException {
    return ConfigDirectory.of(line.directory()).load(line.netName(), line.options()).toBuilder()
        .inheritedSockets(inherited)
        .build();
  }

  private void run(DaemonLog log, NodeConfig config) throws TincException {
    try (TincNode node = TincNode.builder().config(config).listener(new EventLog(log)).start()) {
      for (InetSocketAddress address : node.listenAddresses()) {
        log.log(DaemonLog.STATUS, "Listening on " + EventLog.words(address));
      }
      log.log(DaemonLog.ALWAYS, "Ready");
      CompletableFuture<Void> stopped = node.whenStopped().toCompletableFuture();
      CompletableFuture<Void> unused = stopped.whenComplete((nothing, cause) -> requestStop());
      serve(log, node, config);
      if (stopped.isDone()) {
        stopped.join();
      }
      log.log(DaemonLog.ALWAYS, "Asked to stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Carries out what is asked until that is to stop. */
  private void serve(DaemonLog log, TincNode node, NodeConfig config) throws InterruptedException {
    for (Request next = requests.take(); next != Request.STOP; next = requests.take()) {
      try {
        carryOut(next, log, node, config);
      } catch (IllegalStateException e) {
        // The node has failed in the meantime; the request to stop is on its way.
        log.log(DaemonLog.ALWAYS, next + ": " + e.getMessage());
      }
    }
  }

  private void carryOut(Request request, DaemonLog log, TincNode node, NodeConfig config) {
    switch (request) {
      case RELOAD -> {
        log.log(DaemonLog.ALWAYS, "Got HUP signal");
        reopen(log);
        reload(log, node);
      }
      case RETRY -> {
        log.log(DaemonLog.ALWAYS, "Got ALRM signal");
        node.retry();
      }
      case TOGGLE_DEBUG -> {
        log.log(DaemonLog.ALWAYS, "Got INT signal");
        log.toggleDebug();
      }
      case DUMP_CONNECTIONS -> log.all(Dumps.connections(node.mesh()));
      case DUMP_STATE -> log.all(Dumps.state(config, node.counters(), node.mesh()));
      case PURGE -> {
        log.log(DaemonLog.CONNECTIONS, "Purging unreachable nodes");
        node.purge();
      }
      case STOP -> throw new IllegalStateException("ends the loop");
    }
  }

  private void reopen(DaemonLog log) {
    try {
      log.reopen();
    } catch (IOException e) {
      log.log(DaemonLog.ALWAYS, "Could not open log file " + line.logFile() + ": " + Problem.of(e));
    }
  }

  /** A configuration that cannot be used ends a tincd; a mistake in a file need not end a node. */
  private void reload(DaemonLog log, TincNode node) {
    try {
      for (String variable : node.reload(load())) {
        log.log(DaemonLog.ALWAYS, variable + " keeps its value until the next start");
      }
    } catch (ConfigurationException e) {
      log.log(DaemonLog.ALWAYS, String.valueOf(e.getMessage()));
      log.log(
          DaemonLog.ALWAYS, "Unable to reread configuration file, going on with what was read.");
    }
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
