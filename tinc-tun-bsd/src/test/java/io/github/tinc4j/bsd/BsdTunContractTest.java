package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of devices, over a simulated kernel of each system. */
@NullMarked
@ParameterizedClass
@EnumSource(Opened.class)
class BsdTunContractTest extends DeviceContractTest {

  private final Opened opened;

  BsdTunContractTest(Opened opened) {
    this.opened = opened;
  }

  @Override
  protected TunDevice open() throws Exception {
    return opened.open(opened.kernel());
  }
}
