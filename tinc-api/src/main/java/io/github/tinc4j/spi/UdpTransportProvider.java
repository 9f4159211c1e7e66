package io.github.tinc4j.spi;

import java.io.IOException;

/**
 * Opens UDP sockets in a way that is better than Java's own, on the systems that it knows; found by
 * {@link java.util.ServiceLoader}.
 */
public interface UdpTransportProvider {

  /**
   * Whether it works here. May load native code; where that fails, the answer is false, after one
   * line in the log that says why.
   */
  boolean available();

  /**
   * Opens and binds a socket.
   *
   * @throws java.net.BindException when the address cannot be had
   * @throws IOException when another step fails; nothing is left open then
   */
  UdpTransport open(UdpSpec spec) throws IOException;
}
