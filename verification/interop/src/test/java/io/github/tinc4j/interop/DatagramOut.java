package io.github.tinc4j.interop;

import java.io.IOException;

/** Where a {@link DatagramSender} sends to. One thread. */
interface DatagramOut extends AutoCloseable {

  /** Sends the first {@code length} bytes, now or, at the latest, at {@link #flush}. */
  void send(byte[] datagram, int length) throws IOException;

  /** Sends what has not been sent yet. */
  void flush() throws IOException;

  @Override
  void close();
}
