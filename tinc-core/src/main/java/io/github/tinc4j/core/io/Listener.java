package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.BindSpec;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A socket that takes connections.
 *
 * @param where where it is bound, with its port
 */
record Listener(ServerSocketChannel channel, BindSpec where) {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /**
   * The connection that waits; null when there is none, or it came by IPv4 where that is not
   * wanted, as it can with a socket of Java alone.
   *
   * @throws IOException when the system has no room for it
   */
  @Nullable SocketChannel accept() throws IOException {
    SocketChannel accepted = channel.accept();
    if (accepted == null || !where.ipv6Only()) {
      return accepted;
    }
    if (accepted.getRemoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress() instanceof Inet4Address) {
      LOG.log(System.Logger.Level.DEBUG, "no IPv4 on {0}: {1} is turned away", where, remote);
      ListenSockets.closeQuietly(accepted);
      return null;
    }
    return accepted;
  }
}
