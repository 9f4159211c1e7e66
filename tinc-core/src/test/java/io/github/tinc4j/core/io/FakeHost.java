package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host system whose sockets are those of Java, of whatever interface, and that writes down. */
final class FakeHost implements HostSystem {

  private final List<String> calls = new ArrayList<>();
  private final List<Channel> opened = new ArrayList<>();
  private final Map<Integer, Bound<ServerSocketChannel>> inherited = new HashMap<>();
  private @Nullable String failure;

  /** Has each call fail from now on. */
  void fail(String message) {
    failure = message;
  }

  /** A port that neither TCP nor UDP had a moment ago, of either family. */
  static int freePort() throws IOException {
    while (true) {
      try (ServerSocket tcp = new ServerSocket(0);
          DatagramSocket udp = new DatagramSocket(tcp.getLocalPort())) {
        return udp.getLocalPort();
      } catch (BindException e) {
        // Somebody has it for UDP: the next one.
      }
    }
  }

  /** Has a socket that listens on a port of {@code host} be inherited. */
  void inherit(int descriptor, String host) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      opened.add(channel.bind(new InetSocketAddress(host, freePort())));
      inherited.put(
          descriptor, new Bound<>(channel, (InetSocketAddress) channel.getLocalAddress()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Has an inherited socket be somewhere else. */
  void call(int descriptor, InetSocketAddress address) {
    inherited.computeIfPresent(
        descriptor, (number, bound) -> new Bound<>(bound.channel(), address));
  }

  InetSocketAddress addressOf(int descriptor) {
    Bound<ServerSocketChannel> bound = inherited.get(descriptor);
    if (bound == null) {
      throw new AssertionError("not inherited: " + descriptor);
    }
    return bound.localAddress();
  }

  /** Each as its name and arguments. */
  List<String> calls() {
    return calls;
  }

  boolean allAreClosed() {
    return opened.stream().noneMatch(Channel::isOpen);
  }

  private void called(String call) throws IOException {
    calls.add(call);
    if (failure != null) {
      throw new IOException(failure);
    }
  }

  private static String text(BindSpec where) {
    String address = where.address() + (where.ipv6Only() ? " IPv6 only" : "");
    return where.interfaceName() == null ? address : address + " " + where.interfaceName();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Bound<ServerSocketChannel> listen(BindSpec where) throws IOException {
    called("listen " + text(where));
    ServerSocketChannel channel = ServerSocketChannel.open();
    opened.add(channel.bind(where.address()));
    return new Bound<>(channel, (InetSocketAddress) channel.getLocalAddress());
  }

  @Override
  public Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    called("adopt " + descriptor);
    Bound<ServerSocketChannel> bound = inherited.get(descriptor);
    if (bound == null) {
      throw new IOException("not inherited");
    }
    return bound;
  }

  @Override
  public Bound<DatagramChannel> bind(BindSpec where) throws IOException {
    called("bind " + text(where));
    DatagramChannel channel = DatagramChannel.open();
    opened.add(channel.bind(where.address()));
    return new Bound<>(channel, (InetSocketAddress) channel.getLocalAddress());
  }

  @Override
  public void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    opened.add(channel);
    var local = (InetSocketAddress) channel.getLocalAddress();
    boolean hasPort = local != null && local.getPort() != 0;
    called(
        "bindToInterface "
            + (local == null ? "unbound" : local.getAddress().getHostAddress())
            + (hasPort ? " with a port " : " ")
            + interfaceName);
  }

  @Override
  public void setThreadNice(int nice) throws IOException {
    called("setThreadNice " + nice);
  }
}
