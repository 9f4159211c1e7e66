package io.github.tinc4j.examples.device;

import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;

/**
 * Opens {@code DeviceType = echo}. A node finds it by its line in {@code META-INF/services}, as
 * soon as the jar is on the class path; on the module path {@code provides} says the same.
 */
public final class EchoDeviceProvider implements TunDeviceProvider {

  /** For {@link java.util.ServiceLoader}. */
  public EchoDeviceProvider() {}

  @Override
  public boolean supports(DeviceSpec spec) {
    return "echo".equals(spec.type());
  }

  @Override
  public TunDevice open(DeviceSpec spec) {
    String name = spec.interfaceName();
    return new EchoDevice(name == null ? "echo" : name);
  }
}
