package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What stands where there is no host system: it refuses everything. */
final class JavaAlone implements HostSystem {

  @Override
  public boolean available() {
    return false;
  }

  @Override
  public Bound<ServerSocketChannel> listen(BindSpec where) throws IOException {
    throw cannot("listen at one interface");
  }

  @Override
  public Bound<ServerSocketChannel> adopt(int descriptor) throws IOException {
    throw cannot("adopt a socket");
  }

  @Override
  public Bound<DatagramChannel> bind(BindSpec where) throws IOException {
    throw cannot("receive from one interface");
  }

  @Override
  public void bindToInterface(SocketChannel channel, String interfaceName) throws IOException {
    throw cannot("connect by one interface");
  }

  @Override
  public void setThreadNice(int nice) throws IOException {
    throw cannot("set the priority of a thread");
  }

  private static IOException cannot(String what) {
    return new IOException("Java alone cannot " + what);
  }
}
