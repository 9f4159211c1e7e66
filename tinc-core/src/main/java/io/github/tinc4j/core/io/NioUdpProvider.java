package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;

/** Opens UDP sockets of Java. */
final class NioUdpProvider implements UdpTransportProvider {

  private final HostSystem host;

  /** With this one to open those of one interface, and those of IPv6 only. */
  NioUdpProvider(HostSystem host) {
    this.host = host;
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public UdpTransport open(UdpSpec spec) throws IOException {
    return new NioUdp(spec, host);
  }
}
