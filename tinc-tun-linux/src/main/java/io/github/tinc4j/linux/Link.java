package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;

/**
 * What a {@link LinkDevice} moves packets through, one by one. One thread calls {@link #receive}
 * and {@link #await}, any number {@link #send}; {@link #free} is called once, when no other call is
 * under way. Nothing but {@link #await} blocks.
 */
interface Link {

  /** Of {@link #receive}: nothing is there at present. */
  int NOTHING = -1;

  /**
   * Takes the next packet, cut off at the size of {@code memory}.
   *
   * @return its length; 0 when what came is nothing to pass on; or {@link #NOTHING}
   * @throws IOException when the link failed; the caller may try again
   */
  int receive(OffHeap memory) throws IOException;

  /** Waits until {@link #receive} may find something, or for {@link #wake}; may return early. */
  void await() throws IOException;

  /** Ends {@link #await}, now and ever after. Any thread. */
  void wake();

  /**
   * Sends the first {@code length} bytes of {@code memory}.
   *
   * @return whether it was taken
   * @throws IOException when the link failed; the caller may try again
   */
  boolean send(OffHeap memory, int length) throws IOException;

  /** Closes what it holds. */
  void free();

  /** What it is, for messages: {@code packet socket on eth0}. */
  @Override
  String toString();
}
