package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;

/** Opens {@code DeviceType = dummy}, on every system; device and interface names are ignored. */
final class DummyDeviceProvider implements TunDeviceProvider {

  @Override
  public boolean supports(DeviceSpec spec) {
    return DummyDevice.NAME.equals(spec.type());
  }

  @Override
  public TunDevice open(DeviceSpec spec) {
    return new DummyDevice();
  }
}
