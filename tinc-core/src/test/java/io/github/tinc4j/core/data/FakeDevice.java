package io.github.tinc4j.core.data;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes down what it is given, as far as it takes it. */
final class FakeDevice implements TunDevice {

  final List<byte[]> packets = new ArrayList<>();
  Layer layer = Layer.IP;
  int room = Integer.MAX_VALUE;
  boolean broken;

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public String interfaceName() {
    return "fake";
  }

  @Override
  public String deviceName() {
    return "fake";
  }

  @Override
  public int read(PacketBatch into) {
    throw new AssertionError("a lane does not read");
  }

  @Override
  public int write(PacketBatch from) throws IOException {
    if (broken) {
      throw new IOException("broken");
    }
    int taken = Math.min(room, from.count());
    for (int slot = 0; slot < taken; slot++) {
      int start = from.offset(slot);
      packets.add(Arrays.copyOfRange(from.array(), start, start + from.length(slot)));
    }
    room -= taken;
    return taken;
  }

  @Override
  public void close() {}
}
