package io.github.tinc4j.spi;

/** Opens devices of some kinds; found by {@link java.util.ServiceLoader}. */
public interface TunDeviceProvider {

  /**
   * Whether this provider opens what {@code spec} asks for, on this system. A provider for a
   * platform says yes to a spec without a type on that platform only.
   */
  boolean supports(DeviceSpec spec);

  /**
   * Opens the device.
   *
   * @throws DeviceException when it cannot be opened, and why
   */
  TunDevice open(DeviceSpec spec) throws DeviceException;
}
