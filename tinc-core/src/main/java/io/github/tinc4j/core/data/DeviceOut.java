package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.data.Counters.Way;
import io.github.tinc4j.core.route.DeviceAddress;
import io.github.tinc4j.core.route.Ethernet;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one lane has for the device, collected until it is flushed. Belongs to the lane's thread.
 *
 * <p>An incoming frame is put where the device's next packet goes, so that delivering it copies
 * nothing.
 */
final class DeviceOut {

  private final TunDevice device;
  private final Counters counters;

  /** What the device's packets lack of a frame: a tun device has no Ethernet header. */
  private final int missingHeader;

  private final @Nullable DeviceAddress deviceAddress;
  private final PacketBatch packets = new PacketBatch(Outbound.BATCH);

  DeviceOut(DataPlane plane) {
    this.device = plane.device();
    this.counters = plane.counters();
    this.deviceAddress = plane.deviceAddress();
    this.missingHeader = plane.device().layer() == Layer.IP ? Ethernet.HEADER : 0;
  }

  /** The array to put an incoming frame into, at {@link #frameStart}. */
  byte[] frameArray() {
    return packets.array();
  }

  /** Where in {@link #frameArray} an incoming frame goes; it stays until the next one. */
  int frameStart() {
    if (packets.isFull()) {
      flush();
    }
    return packets.nextStart() - missingHeader;
  }

  /** Takes a frame for the device. */
  void deliver(byte[] frame, int offset, int length) {
    if (packets.isFull()) {
      flush();
    }
    int start = offset + missingHeader;
    int size = length - missingHeader;
    int slot =
        frame == packets.array() && start == packets.nextStart()
            ? packets.add(size)
            : packets.add(frame, start, size);
    if (deviceAddress != null) {
      deviceAddress.putInto(packets.array(), packets.offset(slot));
    }
  }

  /** Hands the device all that was collected. */
  void flush() {
    int count = packets.count();
    if (count == 0) {
      return;
    }
    int taken = write();
    long bytes = 0;
    for (int slot = 0; slot < taken; slot++) {
      bytes += packets.length(slot) + missingHeader;
    }
    counters.moved(Way.TO_DEVICE, taken, bytes);
    counters.dropped(DropReason.DEVICE_REFUSED, count - taken);
    packets.clear();
  }

  /** How many packets the device took, the first ones as far as we can tell. */
  private int write() {
    try {
      return device.write(packets);
    } catch (IOException e) {
      // A device that has failed for good fails its next read too; that thread ends the node.
      return 0;
    }
  }
}
