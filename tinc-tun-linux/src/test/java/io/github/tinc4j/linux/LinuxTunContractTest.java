package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** The contract of all devices, with offload and without. */
@NullMarked
class LinuxTunContractTest {

  @Nested
  class WithOffload extends Contract {
    WithOffload() {
      super(true);
    }
  }

  @Nested
  class WithoutOffload extends Contract {
    WithoutOffload() {
      super(false);
    }
  }

  abstract static class Contract extends DeviceContractTest {

    private final boolean offload;

    Contract(boolean offload) {
      this.offload = offload;
    }

    @BeforeEach
    void needs() throws IOException {
      Needs.tunAndNamespaces();
    }

    @Override
    protected TunDevice open() throws Exception {
      return new LinuxProvider().open(new DeviceSpec("tun", null, null, offload));
    }
  }
}
