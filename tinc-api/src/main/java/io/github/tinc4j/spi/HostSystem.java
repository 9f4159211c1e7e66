package io.github.tinc4j.spi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * What a node asks of the system that Java has no way for: sockets of one network interface or of
 * IPv6 only, sockets that listen already when the process begins, and the priority of a thread.
 * Found by {@link java.util.ServiceLoader}; a node whose settings ask for none of it needs no such
 * provider.
 *
 * <p>All methods may be called from any thread.
 */
public interface HostSystem {

  /**
   * Whether it works here. May load native code; where that fails, the answer is false, after one
   * line in the log that says why.
   */
  boolean available();

  /**
   * Opens a socket that listens for what arrives there, and nowhere else: none that came in by
   * another interface is ever accepted. It is in blocking mode.
   *
   * @throws java.net.BindException when the address cannot be had
   * @throws IOException when another step fails, as where there is no such interface; nothing is
   *     left open then
   */
  Bound<ServerSocketChannel> listen(BindSpec where) throws IOException;

  /**
   * A channel that accepts from a socket that this process was started with. It is in blocking
   * mode. The descriptor stays open and with who gave it: closing the channel does not end the
   * socket while another process, or this one by that descriptor, holds it.
   *
   * @param descriptor its number
   * @throws IOException when it is no TCP socket of IPv4 or IPv6 that listens, or another step
   *     fails
   */
  Bound<ServerSocketChannel> adopt(int descriptor) throws IOException;

  /**
   * Opens a UDP socket that receives and sends there only. It is in blocking mode.
   *
   * @throws java.net.BindException when the address cannot be had
   * @throws IOException when another step fails, as where there is no such interface; nothing is
   *     left open then
   */
  Bound<DatagramChannel> bind(BindSpec where) throws IOException;

  /**
   * Has a connection that is still to be made go by one interface only.
   *
   * @param channel not connected; bound, for its port is what it is found by
   * @throws IOException when it cannot be found, or there is no such interface; the channel is to
   *     be closed then
   */
  void bindToInterface(SocketChannel channel, String interfaceName) throws IOException;

  /**
   * Gives the calling thread, and no other, a priority in the system; a thread or process that it
   * begins afterwards inherits it.
   *
   * @param nice from -20, the most urgent, to 19
   * @throws IOException when this process may not
   */
  void setThreadNice(int nice) throws IOException;

  /**
   * A channel and where it really is.
   *
   * @param <C> its kind
   * @param channel the channel; what it says itself of its local address may be something else
   * @param localAddress the address and port that its socket is bound to
   */
  record Bound<C extends NetworkChannel>(C channel, InetSocketAddress localAddress) {}
}
