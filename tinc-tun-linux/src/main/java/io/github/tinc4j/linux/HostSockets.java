package io.github.tinc4j.linux;

import io.github.tinc4j.spi.HostSystem.Bound;
import io.github.tinc4j.tun.OffHeap;
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
  Bound<ServerSocketChannel> listen(InetSocketAddress address, String interfaceName)
      throws IOException {
    HostSocket socket = HostSocket.open(calls, HostSocket.SOCK_STREAM, address, interfaceName);
    try {
      socket.listen(BACKLOG);
      return server(socket);
    } finally {
      // The channel has a descriptor of its own.
      socket.close();
    }
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#adopt}. */
  Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    var socket = new HostSocket(calls, descriptor, new OffHeap(HostSocket.SCRATCH));
    if (!socket.isOfType(HostSocket.SOCK_STREAM) || !socket.listens()) {
      throw new IOException("descriptor " + descriptor + " is no TCP socket that listens");
    }
    return server(socket);
  }

  private Bound<ServerSocketChannel> server(HostSocket socket) throws IOException {
    InetSocketAddress local = localAddress(socket);
    ServerSocketChannel channel;
    try {
      channel = ServerSocketChannel.open(family(socket));
    } catch (UnsupportedOperationException e) {
      throw new IOException("this Java has no sockets of the family of " + local, e);
    }
    try {
      channel.bind(anyPort(), 1);
      put(socket, HostSocket.SOCK_STREAM, channel);
      return new Bound<>(channel, local);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#bind}. */
  Bound<DatagramChannel> bind(InetSocketAddress address, String interfaceName) throws IOException {
    HostSocket socket = HostSocket.open(calls, HostSocket.SOCK_DGRAM, address, interfaceName);
    try {
      return datagrams(socket);
    } finally {
      // The channel has a descriptor of its own.
      socket.close();
    }
  }

  private Bound<DatagramChannel> datagrams(HostSocket socket) throws IOException {
    InetSocketAddress local = localAddress(socket);
    DatagramChannel channel;
    try {
      channel = DatagramChannel.open(family(socket));
    } catch (UnsupportedOperationException e) {
      throw new IOException("this Java has no sockets of the family of " + local, e);
    }
    try {
      channel.bind(anyPort());
      put(socket, HostSocket.SOCK_DGRAM, channel);
      return new Bound<>(channel, local);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** See {@link io.github.tinc4j.spi.HostSystem#bindToInterface}. */
  void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    int fd = descriptors.find(HostSocket.SOCK_STREAM, bound(channel));
    new HostSocket(calls, fd, new OffHeap(HostSocket.SCRATCH)).bindToInterface(interfaceName);
  }

  private void put(HostSocket socket, int type, NetworkChannel under) throws IOException {
    socket.takePlaceOf(descriptors.find(type, bound(under)));
  }

  private static InetSocketAddress bound(NetworkChannel channel) throws IOException {
    if (channel.getLocalAddress() instanceof InetSocketAddress local) {
      return local;
    }
    throw new IllegalArgumentException("not bound: " + channel);
  }

  private static InetSocketAddress localAddress(HostSocket socket) throws IOException {
    InetSocketAddress local = socket.localAddress();
    if (local == null) {
      throw new IOException("a socket neither of IPv4 nor of IPv6");
    }
    return local;
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
