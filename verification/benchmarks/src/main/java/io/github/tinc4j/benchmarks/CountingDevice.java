package io.github.tinc4j.benchmarks;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;

/** A device without a host: it counts the packets that are written to it. */
final class CountingDevice implements TunDevice {

  private long written;

  /** How many packets were written. */
  long written() {
    return written;
  }

  @Override
  public Layer layer() {
    return Layer.IP;
  }

  @Override
  public String interfaceName() {
    return "benchmark";
  }

  @Override
  public String deviceName() {
    return "benchmark";
  }

  @Override
  public int read(PacketBatch into) {
    return -1;
  }

  @Override
  public int write(PacketBatch from) {
    written += from.count();
    return from.count();
  }

  @Override
  public void close() {}
}
