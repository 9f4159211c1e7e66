package io.github.tinc4j.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;

/** Sends each datagram at once, by a system call of its own. */
final class SingleDatagrams implements DatagramOut {

  private final InetSocketAddress to;

  /** Not connected: whoever is gets "message too long" for what no longer fits unfragmented. */
  private final DatagramSocket socket = new DatagramSocket();

  SingleDatagrams(InetSocketAddress to) throws SocketException {
    this.to = to;
  }

  @Override
  public void send(byte[] datagram, int length) throws IOException {
    socket.send(new DatagramPacket(datagram, length, to));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    socket.close();
  }
}
