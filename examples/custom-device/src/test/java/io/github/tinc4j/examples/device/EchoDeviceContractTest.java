package io.github.tinc4j.examples.device;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;

/** What a node expects of every device, it finds in this one. */
class EchoDeviceContractTest extends DeviceContractTest {

  @Override
  protected TunDevice open() {
    return new EchoDeviceProvider()
        .open(new DeviceSpec("echo", null, "test", RoutingMode.ROUTER, true, 0, null));
  }
}
