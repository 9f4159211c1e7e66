package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;

/** How one kind of device is opened, in two steps, so that what fails in between is closed. */
interface Driver {

  /** {@code net/if.h}, the same everywhere: bytes of the name of an interface and its NUL. */
  int IFNAMSIZ = 16;

  /**
   * Opens it.
   *
   * @return the descriptor, the caller's to close
   * @throws DeviceException when that fails, and why
   */
  int open() throws DeviceException;

  /**
   * Makes it the network interface that was asked for.
   *
   * @return the name of the interface
   * @throws DeviceException when that fails, and why
   */
  String configure(int fd) throws DeviceException;

  /** The device file or address, as scripts get it in {@code DEVICE}. */
  String deviceName(String interfaceName);
}
