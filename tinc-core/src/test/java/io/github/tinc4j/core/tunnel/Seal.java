package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.spi.PacketBatch;

/** Seals one packet, for tests. */
public final class Seal {

  private Seal() {}

  /** The length of the datagram written to {@code out} at {@code outOff}, or the drop reason. */
  public static int one(Sealer sealer, byte[] frame, int off, int len, byte[] out, int outOff) {
    var batch = new PacketBatch(1);
    int length = sealer.prepare(frame, off, len, batch.array(), batch.nextStart());
    if (length < 0) {
      return length;
    }
    batch.add(length);
    sealer.protect(batch, 0, 1);
    System.arraycopy(batch.array(), batch.offset(0), out, outOff, batch.length(0));
    return batch.length(0);
  }
}
