package io.github.tinc4j.core.io;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Resolves host names off the control thread. */
public final class Lookups {

  private final Executor blocking;

  /** Resolves in {@code blocking}. */
  public Lookups(Executor blocking) {
    this.blocking = blocking;
  }

  /** Gives {@code found} the addresses of {@code host}, none when it has none. */
  void resolve(String host, int port, Consumer<List<InetSocketAddress>> found) {
    try {
      blocking.execute(() -> found.accept(addresses(host, port)));
    } catch (RejectedExecutionException e) {
      // Too much is waiting: as good as a name server that does not answer.
      found.accept(List.of());
    }
  }

  private static List<InetSocketAddress> addresses(String host, int port) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    } catch (UnknownHostException e) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "unknown host {0}", host);
      return List.of();
    }
  }
}
