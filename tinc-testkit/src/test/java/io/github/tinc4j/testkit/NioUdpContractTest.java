package io.github.tinc4j.testkit;

import io.github.tinc4j.core.io.HostSystems;
import io.github.tinc4j.core.io.UdpProviders;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import java.io.IOException;

/** Java's own sockets. */
class NioUdpContractTest extends UdpTransportContractTest {

  @Override
  protected UdpTransport open(UdpSpec spec) throws IOException {
    return UdpProviders.choose(/* portable= */ true, HostSystems.find()).open(spec);
  }
}
