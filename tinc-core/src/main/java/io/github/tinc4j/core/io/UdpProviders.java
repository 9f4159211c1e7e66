package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Chooses who opens the UDP sockets of a node. */
public final class UdpProviders {

  private UdpProviders() {}

  /**
   * The first provider on the class path or module path that works here; else, and when {@code
   * portable}, that of Java's own sockets.
   *
   * @param host opens Java's sockets of one interface, and those of IPv6 only
   */
  public static UdpTransportProvider choose(boolean portable, HostSystem host) {
    return portable
        ? new NioUdpProvider(host)
        : choose(
            ServiceLoader.load(UdpTransportProvider.class, UdpProviders.class.getClassLoader()),
            host);
  }

  /** The same among these. */
  static UdpTransportProvider choose(Iterable<UdpTransportProvider> loaded, HostSystem host) {
    try {
      for (UdpTransportProvider provider : loaded) {
        if (provider.available()) {
          return provider;
        }
      }
    } catch (ServiceConfigurationError e) {
      // Java's sockets do the same, at less speed.
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "a UDP provider cannot be loaded: {0}", e.getMessage());
    }
    return new NioUdpProvider(host);
  }
}
