package io.github.tinc4j.api.config;

/**
 * {@code Address = host [port]}: where a node can be reached.
 *
 * @param host numeric address or host name; a name is resolved at each attempt to connect
 * @param port TCP port, 1 to 65535; -1 for the host's {@link HostConfig#port}
 */
public record HostAddress(String host, int port) {

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException when {@code port} is neither -1 nor 1 to 65535
   */
  public HostAddress {
    if (port != -1 && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException("port not 1 to 65535: " + port);
    }
  }
}
