package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@ParameterizedClass(name = "offload {0}")
@ValueSource(booleans = {true, false})
class TapContractTest extends DeviceContractTest {

  private final boolean offload;

  TapContractTest(boolean offload) {
    this.offload = offload;
  }

  @BeforeEach
  void needs() throws IOException {
    Needs.tunAndNamespaces();
  }

  @Override
  protected TunDevice open() throws Exception {
    return new LinuxProvider()
        .open(new DeviceSpec(null, null, null, RoutingMode.SWITCH, offload, 0, null));
  }
}
