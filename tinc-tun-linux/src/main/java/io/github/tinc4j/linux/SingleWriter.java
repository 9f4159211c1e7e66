package io.github.tinc4j.linux;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;

/** Writes packet by packet, as an interface without {@link VnetHeader}s wants them. */
final class SingleWriter implements PacketWriter {

  /** The longest packet that a slot of a batch can hold. */
  private static final int SIZE =
      PacketBatch.HEADROOM + PacketBatch.MAX_PACKET + PacketBatch.TAILROOM;

  private final PacketSink sink;
  private final OffHeap packet = new OffHeap(SIZE);

  SingleWriter(PacketSink sink) {
    this.sink = sink;
  }

  @Override
  public int write(PacketBatch from) throws IOException {
    int taken = 0;
    for (int slot = 0; slot < from.count(); slot++) {
      int length = from.length(slot);
      packet.bytes().put(0, from.array(), from.offset(slot), length);
      if (sink.write(packet, length) == PacketSink.Outcome.TAKEN) {
        taken++;
      }
    }
    return taken;
  }
}
