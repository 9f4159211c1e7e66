package io.github.tinc4j.linux;

import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;

/** What takes packets, one by one: the kernel. Thread-safe. */
@FunctionalInterface
public interface PacketSink {

  /** What came of a packet. */
  enum Outcome {
    /** It is the host's now. */
    TAKEN,
    /** It was refused; the next may go. */
    REFUSED,
    /** It was refused for what it is ({@code EINVAL}). */
    INVALID
  }

  /**
   * Offers the first {@code length} bytes of a piece of memory.
   *
   * @throws IOException when the device failed
   */
  Outcome write(OffHeap memory, int length) throws IOException;
}
