package io.github.tinc4j.core.io;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands of {@code Proxy = exec} that may still run. Control thread only. */
final class ProxyCommands {

  private final List<ProxyCommand> running = new ArrayList<>();

  /**
   * Starts one.
   *
   * @throws IOException when there is no shell, or no descriptor left
   */
  ProxyCommand start(String command, Map<String, String> environment) throws IOException {
    running.removeIf(ProxyCommand::hasEnded);
    ProxyCommand started = ProxyCommand.start(command, environment);
    running.add(started);
    return started;
  }

  /** Waits until all have ended; they have been closed. */
  void awaitEnd() {
    running.forEach(ProxyCommand::awaitEnd);
    running.clear();
  }
}
