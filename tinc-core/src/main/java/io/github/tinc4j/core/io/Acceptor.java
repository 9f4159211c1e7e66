package io.github.tinc4j.core.io;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections that come in. While the system has no descriptor left for them it rests: a
 * connection that waits would otherwise wake the selector again and again. Control thread only.
 */
final class Acceptor {

  /** How long to wait for the system to have room again. */
  static final long REST_NS = TimeUnit.SECONDS.toNanos(1);

  private final List<SelectionKey> keys = new ArrayList<>();
  private boolean resting;
  private long restEndNs;

  Acceptor(Selector selector, ListenSockets listening) throws IOException {
    for (Listener listener : listening.tcp()) {
      keys.add(listener.channel().register(selector, SelectionKey.OP_ACCEPT, listener));
    }
  }

  /** The connection that waits at {@code key}; null when there is none to take, or no room. */
  @Nullable SocketChannel accept(SelectionKey key, long nowNs) {
    try {
      return ((Listener) key.attachment()).accept();
    } catch (IOException e) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "accepting a connection: {0}", e.getMessage());
      resting = true;
      restEndNs = nowNs + REST_NS;
      setInterest(0);
      return null;
    }
  }

  /** How long it rests from now on, in nanoseconds; {@link Long#MAX_VALUE} when it does not. */
  long restLeftNs(long nowNs) {
    return resting ? restEndNs - nowNs : Long.MAX_VALUE;
  }

  /** Takes connections again once it has rested. */
  void resume(long nowNs) {
    if (resting && nowNs - restEndNs >= 0) {
      resting = false;
      setInterest(SelectionKey.OP_ACCEPT);
    }
  }

  private void setInterest(int operations) {
    keys.forEach(key -> key.interestOps(operations));
  }
}
