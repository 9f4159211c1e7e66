package io.github.tinc4j.core.route;

/**
 * The MAC address of the host's end of an Ethernet device, which router mode delivers to (spec 30,
 * 9.3). The device's thread learns it, any packet thread reads it.
 */
public final class DeviceAddress {

  private volatile long address;

  /**
   * What the device knows at first.
   *
   * @param initial 6 bytes
   */
  public DeviceAddress(byte[] initial) {
    for (int i = 0; i < Ethernet.MAC; i++) {
      address = (address << Byte.SIZE) | (initial[i] & 0xFF);
    }
  }

  /** The host asked from this address. */
  void learn(long seen) {
    if (address != seen) {
      address = seen;
    }
  }

  /** Makes it the destination of a frame. */
  public void putInto(byte[] frame, int offset) {
    Ethernet.putDestination(frame, offset, address);
  }
}
