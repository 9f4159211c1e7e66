package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.concurrent.CountDownLatch;

/**
 * A device that takes every packet and gives none (spec 40, 10, "dummy"): for a node that only
 * relays.
 *
 * <p>{@link #read} waits for {@link #close} and for nothing else; an interrupt stays pending.
 */
final class DummyDevice implements TunDevice {

  /** {@code DeviceType}, and what scripts get as {@code DEVICE} and {@code INTERFACE}. */
  static final String NAME = "dummy";

  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public Layer layer() {
    return Layer.IP;
  }

  @Override
  public String interfaceName() {
    return NAME;
  }

  @Override
  public String deviceName() {
    return NAME;
  }

  @Override
  public int read(PacketBatch into) {
    into.clear();
    boolean interrupted = false;
    while (true) {
      try {
        closed.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return -1;
  }

  @Override
  public int write(PacketBatch from) {
    return closed.getCount() == 0 ? 0 : from.count();
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
