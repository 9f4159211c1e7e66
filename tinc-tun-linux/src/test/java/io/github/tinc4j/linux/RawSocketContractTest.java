package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** On the interface of a network that nobody else uses. */
@NullMarked
@ParameterizedClass(name = "interface is up: {0}")
@ValueSource(booleans = {true, false})
class RawSocketContractTest extends DeviceContractTest {

  private final boolean up;
  private VethPair pair;

  RawSocketContractTest(boolean up) {
    this.up = up;
  }

  @BeforeEach
  void network() throws Exception {
    Needs.namespaces();
    pair = new VethPair();
    if (up) {
      pair.setUp();
    }
  }

  @AfterEach
  void noNetwork() throws Exception {
    if (pair != null) {
      pair.remove();
    }
  }

  @Override
  protected TunDevice open() throws Exception {
    return pair.here.call(
        () ->
            new LinuxProvider()
                .open(new DeviceSpec("raw_socket", null, null, RoutingMode.SWITCH, true, 0, null)));
  }
}
