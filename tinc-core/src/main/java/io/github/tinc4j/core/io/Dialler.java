package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of outgoing meta connections. Control thread only. */
public final class Dialler {

  private final ListenSockets listening;
  private HostSystem host;
  private @Nullable String interfaceName;

  /**
   * Opens sockets beside those that listen.
   *
   * @param interfaceName {@code BindToInterface}, which {@code host} binds them to; null for none
   */
  public Dialler(ListenSockets listening, HostSystem host, @Nullable String interfaceName) {
    this.listening = listening;
    this.host = host;
    this.interfaceName = interfaceName;
  }

  /** Has sockets bound to another interface from now on. */
  public void bindTo(@Nullable String otherInterface, HostSystem otherHost) {
    interfaceName = otherInterface;
    host = otherHost;
  }

  /**
   * A socket that is ready to be connected to {@code target} and does not block: bound to our
   * address (spec 40, 5) and interface, where that is wanted.
   *
   * @throws IOException when it cannot be had, or not so bound; nothing is left open then
   */
  SocketChannel open(InetAddress target) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      MetaSocket.prepare(channel);
      InetAddress source = listening.sourceFor(target);
      String bindTo = interfaceName;
      if (source != null) {
        channel.bind(new InetSocketAddress(source, 0));
      } else if (bindTo != null) {
        // Its port is what the host system finds it by.
        channel.bind(null);
      }
      if (bindTo != null) {
        host.bindToInterface(channel, bindTo);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      ListenSockets.closeQuietly(channel);
      throw e;
    }
  }
}
