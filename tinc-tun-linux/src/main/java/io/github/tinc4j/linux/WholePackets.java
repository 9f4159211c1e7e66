package io.github.tinc4j.linux;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;

/** Packets as they are, of an interface without {@link VnetHeader}s: one for each read. */
final class WholePackets implements Intake {

  /** One byte more than a batch takes: the kernel cuts what does not fit, without a word. */
  static final int READ_SIZE = PacketBatch.MAX_PACKET + 1;

  private final OffHeap packet = new OffHeap(READ_SIZE);

  @Override
  public OffHeap memory() {
    return packet;
  }

  @Override
  public boolean resume(PacketBatch into) {
    return false;
  }

  @Override
  public boolean take(int length, PacketBatch into) {
    if (length <= PacketBatch.MAX_PACKET) {
      packet.bytes().get(0, into.array(), into.nextStart(), length);
      into.add(length);
    }
    return false;
  }
}
