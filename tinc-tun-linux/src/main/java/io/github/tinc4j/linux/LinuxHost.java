package io.github.tinc4j.linux;

import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.tun.LoadFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** What Linux does for a node that Java has no way for. Any thread. */
public final class LinuxHost implements HostSystem {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  // bits/resource.h
  private static final int PRIO_PROCESS = 0;

  /** Of {@code setpriority}: the thread that calls. */
  private static final int SELF = 0;

  private final String system;
  private final Supplier<HostCalls> calls;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxHost() {
    this(System.getProperty("os.name"), LibcHost::load);
  }

  /** One on the system of that name ({@code os.name}), with these calls. */
  LinuxHost(String system, Supplier<HostCalls> calls) {
    this.system = system;
    this.calls = calls;
  }

  @Override
  public boolean available() {
    if (!system.equals("Linux")) {
      return false;
    }
    try {
      load();
      return true;
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "neither BindToInterface nor ProcessPriority nor inherited sockets: {0}",
          e.getMessage());
      return false;
    }
  }

  @Override
  public Bound<ServerSocketChannel> listen(InetSocketAddress address, String interfaceName)
      throws IOException {
    return sockets().listen(address, interfaceName);
  }

  @Override
  public Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    return sockets().adopt(descriptor);
  }

  @Override
  public Bound<DatagramChannel> bind(InetSocketAddress address, String interfaceName)
      throws IOException {
    return sockets().bind(address, interfaceName);
  }

  @Override
  public void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    sockets().bindToInterface(channel, interfaceName);
  }

  @Override
  public void setThreadNice(int nice) throws IOException {
    HostCalls loaded = load();
    if (loaded.setpriority(PRIO_PROCESS, SELF, nice) < 0) {
      throw new IOException(
          "cannot set the nice value " + nice + ": " + loaded.errorText(loaded.errno()));
    }
  }

  private HostSockets sockets() throws IOException {
    HostCalls loaded = load();
    return new HostSockets(loaded, new OwnDescriptors(loaded));
  }

  private HostCalls load() throws IOException {
    if (!system.equals("Linux")) {
      throw new IOException(system + " is not Linux");
    }
    return LoadFailure.orThrow(calls, e -> new IOException(LoadFailure.text(e), e));
  }
}
