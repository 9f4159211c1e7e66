package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;

/** Without a client: what clients do is in {@link UmlDeviceTest}. */
@NullMarked
class UmlContractTest extends DeviceContractTest {

  @TempDir Path directory;

  @Override
  protected TunDevice open() throws Exception {
    String path = directory.resolve("socket").toString();
    return new LinuxProvider()
        .open(new DeviceSpec("uml", path, null, RoutingMode.SWITCH, true, 0, null));
  }
}
