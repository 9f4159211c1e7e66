package io.github.tinc4j.api.config;

/**
 * {@code BindToAddress = host [port]}: where to listen.
 *
 * @param host numeric address or host name; {@code *} for all addresses
 * @param port TCP and UDP port, 0 to 65535, 0 for a free one; -1 for the value of {@code Port}
 */
public record ListenAddress(String host, int port) {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException when {@code port} is not -1 to 65535
   */
  public ListenAddress {
    if (port < -1 || port > 65535) {
      throw new IllegalArgumentException("port not 0 to 65535: " + port);
    }
  }
}
