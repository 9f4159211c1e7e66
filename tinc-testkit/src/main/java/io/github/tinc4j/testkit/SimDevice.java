package io.github.tinc4j.testkit;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.Arrays;
import java.util.function.Consumer;

/** The device of a simulated node: what the mesh delivers goes to a consumer, nothing is read. */
final class SimDevice implements TunDevice {

  private final String name;
  private final Consumer<byte[]> delivered;

  SimDevice(String name, Consumer<byte[]> delivered) {
    this.name = name;
    this.delivered = delivered;
  }

  @Override
  public Layer layer() {
    return Layer.IP;
  }

  @Override
  public String interfaceName() {
    return name;
  }

  @Override
  public String deviceName() {
    return "simulated";
  }

  @Override
  public int read(PacketBatch into) {
    return -1;
  }

  @Override
  public int write(PacketBatch from) {
    for (int slot = 0; slot < from.count(); slot++) {
      int offset = from.offset(slot);
      delivered.accept(Arrays.copyOfRange(from.array(), offset, offset + from.length(slot)));
    }
    return from.count();
  }

  @Override
  public void close() {}
}
