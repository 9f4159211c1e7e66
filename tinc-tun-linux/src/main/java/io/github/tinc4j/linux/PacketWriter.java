package io.github.tinc4j.linux;

import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;

/** Brings the packets of a batch to a {@link PacketSink}. Not thread-safe: lent for one call. */
interface PacketWriter {

  /**
   * Writes the packets; those of one flow in order. The batch stays as it is.
   *
   * @return how many were taken
   * @throws IOException when the sink failed; the packets after that are not written
   */
  int write(PacketBatch from) throws IOException;
}
