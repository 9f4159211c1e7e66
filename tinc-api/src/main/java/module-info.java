/**
 * The tinc mesh VPN as a library: what embedding programs and authors of devices see.
 *
 * <p>The implementation ({@code tinc-core}) and the devices ({@code tinc-tun-linux}, others) are
 * found at run time through {@link java.util.ServiceLoader}.
 */
module io.github.tinc4j.api {
  requires static transitive org.jspecify;

  exports io.github.tinc4j.api;
  exports io.github.tinc4j.api.config;
  exports io.github.tinc4j.spi;

  uses io.github.tinc4j.spi.NodeProvider;
}
