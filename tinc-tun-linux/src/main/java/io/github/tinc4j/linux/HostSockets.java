package io.github.tinc4j.linux;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem.Bound;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Puts sockets under channels of Java (ADR 0017): the channel is opened on a port of loopback, by
 * which its descriptor is found, and that becomes a descriptor of the socket. Any thread.
 */
final class HostSockets {

  /** As Java has it where a program does not say. */
  private static final int BACKLOG = 50;

  private final HostCalls calls;
  private final OwnDescriptors descriptors;

  HostSockets(HostCalls calls, OwnDescriptors descriptors) {
    this.calls = calls;
    this.descriptors = descriptors;
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#listen}. */
  Bound<ServerSocketChannel> listen(BindSpec where) throws IOException {
    HostSocket socket = HostSocket.bound(calls, HostSocket.SOCK_STREAM, where);
    try {
      socket.listen(BACKLOG);
      return under(ServerSocketChannel::open, socket, HostSocket.SOCK_STREAM);
    } finally {
      // The channel has a descriptor of its own.
      socket.close();
    }
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#adopt}. */
  Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    var socket = new HostSocket(calls, descriptor);
    if (!socket.isOfType(HostSocket.SOCK_STREAM) || !socket.listens()) {
      throw new IOException("descriptor " + descriptor + " is no TCP socket that listens");
    }
    return under(ServerSocketChannel::open, socket, HostSocket.SOCK_STREAM);
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#bind}. */
  Bound<DatagramChannel> bind(BindSpec where) throws IOException {
    HostSocket socket = HostSocket.bound(calls, HostSocket.SOCK_DGRAM, where);
    try {
      return under(DatagramChannel::open, socket, HostSocket.SOCK_DGRAM);
    } finally {
      // The channel has a descriptor of its own.
      socket.close();
    }
  }

  /** Opens a channel. */
  private interface Opener<C> {
    C open(ProtocolFamily family) throws IOException;
  }

  /** Puts a socket of that type under a channel of its own. */
  private <C extends NetworkChannel> Bound<C> under(Opener<C> opener, HostSocket socket, int type)
      throws IOException {
    InetSocketAddress local = socket.localAddress();
    C channel;
    try {
      channel = opener.open(family(socket));
    } catch (UnsupportedOperationException e) {
      throw new IOException("this Java has no sockets of the family of " + local, e);
    }
    try {
      channel.bind(anyPort());
      socket.takePlaceOf(descriptors.find(type, bound(channel)));
      return new Bound<>(channel, local);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#bindToInterface}. */
  void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    int fd = descriptors.find(HostSocket.SOCK_STREAM, bound(channel));
    new HostSocket(calls, fd).bindToInterface(interfaceName);
  }

  private static InetSocketAddress bound(NetworkChannel channel) throws IOException {
    if (channel.getLocalAddress() instanceof InetSocketAddress local) {
      return local;
    }
    throw new IllegalArgumentException("not bound: " + channel);
  }

  private static ProtocolFamily family(HostSocket socket) {
    return socket.family() == Sockaddr.AF_INET
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  /** On IPv4 also for a channel of IPv6: there may be no IPv6 on loopback. */
  private static InetSocketAddress anyPort() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
  }
}
