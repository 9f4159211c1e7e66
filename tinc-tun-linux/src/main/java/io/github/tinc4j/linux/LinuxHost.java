package io.github.tinc4j.linux;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** What Linux does for a node that Java has no way for. Any thread. */
public final class LinuxHost implements HostSystem {

  // bits/resource.h
  private static final int PRIO_PROCESS = 0;

  /** Of {@code setpriority}: the thread that calls. */
  private static final int SELF = 0;

  private final LinuxLibrary<HostCalls> library;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxHost() {
    this(System.getProperty("os.name"), LibcHost::load);
  }

  /** One on the system of that name ({@code os.name}), with these calls. */
  LinuxHost(String system, Supplier<HostCalls> calls) {
    library = new LinuxLibrary<>(system, calls);
  }

  @Override
  public boolean available() {
    return library.isAvailable(
        "neither BindToInterface nor ProcessPriority, nor sockets of IPv6 only or inherited");
  }

  @Override
  public Bound<ServerSocketChannel> listen(BindSpec where) throws IOException {
    return sockets().listen(where);
  }

  @Override
  public Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    return sockets().adopt(descriptor);
  }

  @Override
  public Bound<DatagramChannel> bind(BindSpec where) throws IOException {
    return sockets().bind(where);
  }

  @Override
  public void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    sockets().bindToInterface(channel, interfaceName);
  }

  @Override
  public void setThreadNice(int nice) throws IOException {
    HostCalls loaded = library.load();
    if (loaded.setpriority(PRIO_PROCESS, SELF, nice) < 0) {
      throw new IOException(
          "cannot set the nice value " + nice + ": " + loaded.errorText(loaded.errno()));
    }
  }

  private HostSockets sockets() throws IOException {
    HostCalls loaded = library.load();
    return new HostSockets(loaded, new OwnDescriptors(loaded));
  }
}
