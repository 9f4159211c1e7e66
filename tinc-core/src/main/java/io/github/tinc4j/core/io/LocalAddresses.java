package io.github.tinc4j.core.io;

import io.github.tinc4j.core.route.LocalAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** The host's own address towards a destination, by asking the system for a route. */
public final class LocalAddresses implements LocalAddress {

  private static final int ANY_PORT = 9;

  /** Looks nothing up yet. */
  public LocalAddresses() {}

  @Override
  public byte @Nullable [] towards(byte[] destination) {
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.connect(new InetSocketAddress(InetAddress.getByAddress(destination), ANY_PORT));
      byte[] local = ((InetSocketAddress) probe.getLocalAddress()).getAddress().getAddress();
      return local.length == destination.length ? local : null;
    } catch (IOException e) {
      // No route: the caller has a fallback.
      return null;
    }
  }
}
