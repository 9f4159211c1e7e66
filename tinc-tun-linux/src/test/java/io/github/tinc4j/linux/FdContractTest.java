package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.DeviceContractTest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;

/** One end of a pair of datagram sockets. */
@NullMarked
class FdContractTest extends DeviceContractTest {

  private final PeerSockets peer = new PeerSockets();

  @AfterEach
  void closePeer() {
    peer.close();
  }

  @Override
  protected TunDevice open() throws Exception {
    String number = Integer.toString(peer.giveAway(peer.pair(UnixAddress.SOCK_DGRAM)[0]));
    return new LinuxProvider()
        .open(new DeviceSpec("fd", number, null, RoutingMode.ROUTER, true, 0, null));
  }
}
