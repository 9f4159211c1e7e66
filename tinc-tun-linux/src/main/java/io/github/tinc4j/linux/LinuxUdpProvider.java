package io.github.tinc4j.linux;

import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import io.github.tinc4j.tun.LoadFailure;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Opens UDP sockets on Linux that move many datagrams with one call, joined by the kernel where it
 * can. Any thread.
 */
public final class LinuxUdpProvider implements UdpTransportProvider {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final String system;
  private final Supplier<SocketCalls> calls;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxUdpProvider() {
    this(System.getProperty("os.name"), LibcSockets::load);
  }

  /** A provider on the system of that name ({@code os.name}), with these calls. */
  LinuxUdpProvider(String system, Supplier<SocketCalls> calls) {
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
      LOG.log(System.Logger.Level.WARNING, "no batches of UDP datagrams: {0}", e.getMessage());
      return false;
    }
  }

  @Override
  public UdpTransport open(UdpSpec spec) throws IOException {
    if (!system.equals("Linux")) {
      throw new IOException(system + " is not Linux");
    }
    return new UdpOpener(load()).open(spec);
  }

  private SocketCalls load() throws IOException {
    return LoadFailure.orThrow(calls, e -> new IOException(LoadFailure.text(e), e));
  }
}
