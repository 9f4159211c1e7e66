package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class VdeContractTest extends DeviceContractTest {

  @TempDir Path directory;

  private VdeSwitch ethernet;

  @BeforeEach
  void start() throws Exception {
    Needs.vde();
    ethernet = new VdeSwitch(directory);
  }

  @AfterEach
  void end() throws Exception {
    if (ethernet != null) {
      ethernet.close();
    }
  }

  @Override
  protected TunDevice open() throws Exception {
    return new LinuxProvider()
        .open(new DeviceSpec("vde", ethernet.path(), null, RoutingMode.SWITCH, true, 0, null));
  }
}
