package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.device.Devices;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import org.junit.jupiter.api.Test;

class DummyDeviceTest extends DeviceContractTest {

  @Override
  protected TunDevice open() throws Exception {
    return Devices.open(
        new DeviceSpec("dummy", "/dev/ignored", "ignored", RoutingMode.ROUTER, true, 0, null));
  }

  @Test
  void itTakesEverything() throws Exception {
    try (TunDevice device = open()) {
      var batch = new PacketBatch(2);
      batch.add(20);
      batch.add(0);
      assertThat(device.write(batch)).isEqualTo(2);
    }
  }

  @Test
  void itsNamesAreItsType() throws Exception {
    try (TunDevice device = open()) {
      assertThat(device.interfaceName()).isEqualTo("dummy");
      assertThat(device.deviceName()).isEqualTo("dummy");
      assertThat(device.layer()).isEqualTo(Layer.IP);
    }
  }
}
