package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;

@NullMarked
class LinuxTunContractTest extends DeviceContractTest {

  @BeforeEach
  void needs() throws IOException {
    Needs.tunAndNamespaces();
  }

  @Override
  protected TunDevice open() throws Exception {
    return new LinuxProvider().open(new DeviceSpec("tun", null, null, true));
  }
}
