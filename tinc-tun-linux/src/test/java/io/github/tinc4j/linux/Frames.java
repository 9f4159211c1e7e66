package io.github.tinc4j.linux;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** Ethernet frames that nobody but the tests sends: of an EtherType for experiments (0x88b5). */
@NullMarked
final class Frames {

  private static final int TYPE = 12;
  private static final int NUMBER = 14;

  private Frames() {}

  /** A frame to everybody, with a number in it. */
  static byte[] numbered(int number) {
    byte[] frame = new byte[60];
    Arrays.fill(frame, 0, 6, (byte) 0xff);
    frame[6] = 2;
    frame[11] = 1;
    frame[TYPE] = (byte) 0x88;
    frame[TYPE + 1] = (byte) 0xb5;
    frame[NUMBER] = (byte) number;
    return frame;
  }

  /** A batch of such frames. */
  static PacketBatch batch(int... numbers) {
    var batch = new PacketBatch(numbers.length);
    for (int number : numbers) {
      byte[] frame = numbered(number);
      batch.add(frame, 0, frame.length);
    }
    return batch;
  }

  /** Reads until such a frame comes; its number. Others, such as the host's own, are left out. */
  static int next(TunDevice device) throws IOException {
    var batch = new PacketBatch(1);
    while (device.read(batch) == 1) {
      int at = batch.offset(0);
      byte[] array = batch.array();
      if (array[at + TYPE] == (byte) 0x88 && array[at + TYPE + 1] == (byte) 0xb5) {
        return array[at + NUMBER];
      }
    }
    throw new IOException("closed");
  }

  /** The packet in a slot. */
  static byte[] bytes(PacketBatch batch, int slot) {
    int at = batch.offset(slot);
    return Arrays.copyOfRange(batch.array(), at, at + batch.length(slot));
  }
}
