package io.github.tinc4j.linux;

import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Opens UDP sockets on Linux that move many datagrams with one call, joined by the kernel where it
 * can. Any thread.
 */
public final class LinuxUdpProvider implements UdpTransportProvider {

  private final LinuxLibrary<SocketCalls> library;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxUdpProvider() {
    this(System.getProperty("os.name"), LibcSockets::load);
  }

  /** A provider on the system of that name ({@code os.name}), with these calls. */
  LinuxUdpProvider(String system, Supplier<SocketCalls> calls) {
    library = new LinuxLibrary<>(system, calls);
  }

  @Override
  public boolean available() {
    return library.isAvailable("no batches of UDP datagrams");
  }

  @Override
  public UdpTransport open(UdpSpec spec) throws IOException {
    return new UdpOpener(library.load()).open(spec);
  }
}
