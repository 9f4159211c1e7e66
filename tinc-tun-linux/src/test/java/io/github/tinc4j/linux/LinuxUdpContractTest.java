package io.github.tinc4j.linux;

import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.testkit.UdpTransportContractTest;
import java.io.IOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;

@NullMarked
class LinuxUdpContractTest {

  @Nested
  class Joined extends UdpTransportContractTest {
    @Override
    protected UdpTransport open(UdpSpec spec) throws IOException {
      return new LinuxUdpProvider().open(spec);
    }
  }

  @Nested
  class OneByOne extends UdpTransportContractTest {
    @Override
    protected UdpTransport open(UdpSpec spec) throws IOException {
      return new LinuxUdpProvider()
          .open(
              new UdpSpec(
                  spec.bind(),
                  spec.dontFragment(),
                  spec.receiveBuffer(),
                  spec.sendBuffer(),
                  false));
    }
  }
}
