package io.github.tinc4j.core.route;

import org.jspecify.annotations.Nullable;

/** Knows the addresses of this host; asked at most three times a second, from any packet thread. */
@FunctionalInterface
public interface LocalAddress {

  /**
   * The address that the system would use as source towards {@code destination} (spec 30, 9.7).
   *
   * @param destination 4 or 16 bytes
   * @return the address, as long as {@code destination}; null when there is none
   */
  byte @Nullable [] towards(byte[] destination);
}
