package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.Layer;

/**
 * Opens a device: the descriptor, then the interface behind it, then what wakes a blocked read.
 * What goes wrong on the way leaves nothing open and says what would help. Any thread.
 */
final class DeviceOpener {

  private final SystemCalls calls;
  private final BsdSystem system;

  DeviceOpener(SystemCalls calls, BsdSystem system) {
    this.calls = calls;
    this.system = system;
  }

  /**
   * Opens what was chosen.
   *
   * @throws DeviceException when that fails, and why
   */
  BsdTun open(DeviceChoice choice) throws DeviceException {
    Driver driver = choice.driver(calls, system);
    int fd = driver.open();
    boolean opened = false;
    try {
      String name = driver.configure(fd);
      if (!Descriptors.prepare(calls, fd)) {
        throw OpenFailure.of(calls, "cannot read " + name + " without blocking", "");
      }
      var format = new PacketFormat(choice.framing(), system.afInet6());
      byte[] address = format.layer() == Layer.ETHERNET ? HardwareAddress.of(name, calls) : null;
      var tun =
          new BsdTun(
              calls, fd, WakePipe.open(calls), format, name, driver.deviceName(name), address);
      opened = true;
      return tun;
    } finally {
      if (!opened) {
        calls.close(fd);
      }
    }
  }
}
