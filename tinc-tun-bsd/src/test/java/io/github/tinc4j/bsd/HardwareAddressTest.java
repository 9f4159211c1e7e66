package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.bsd.FakeBsd.Call;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@NullMarked
class HardwareAddressTest {

  private static final byte[] UNKNOWN = {(byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0};
  private static final byte[] ADDRESS = {(byte) 0xf2, 0x0b, (byte) 0xa4, 1, 2, 3};

  private final FakeBsd kernel = Opened.NETBSD_TAP.kernel();
  private final FakeAddresses addresses = kernel.addresses();

  @AfterEach
  void theListIsFreed() {
    assertThat(addresses.lent()).isZero();
  }

  @Test
  void itIsTheLinkAddressOfTheInterface() throws Exception {
    addresses.addLink("lo0");
    addresses.addLink("wm0", (byte) 9, (byte) 9, (byte) 9, (byte) 9, (byte) 9, (byte) 9);
    addresses.addIpv4("tap0");
    addresses.addNone("tap0");
    addresses.addLink("tap0", ADDRESS);
    addresses.addLink("tap01", (byte) 8, (byte) 8, (byte) 8, (byte) 8, (byte) 8, (byte) 8);
    try (BsdTun tap = Opened.NETBSD_TAP.open(kernel)) {
      assertThat(tap.hardwareAddress()).isEqualTo(ADDRESS);
    }
  }

  @Test
  void theCallerMayChangeItsCopy() throws Exception {
    addresses.addLink("tap0", ADDRESS);
    try (BsdTun tap = Opened.NETBSD_TAP.open(kernel)) {
      byte[] mine = tap.hardwareAddress();
      assertThat(mine).isNotNull();
      mine[0] = 0;
      assertThat(tap.hardwareAddress()).isEqualTo(ADDRESS);
    }
  }

  @Test
  void anInterfaceWithoutOneHasTheUnknown() {
    assertThat(HardwareAddress.of("tap0", kernel)).as("an empty list").isEqualTo(UNKNOWN);
    addresses.addLink("tap0");
    addresses.addLink("tap0", new byte[8]);
    addresses.addLink("tap", ADDRESS);
    assertThat(HardwareAddress.of("tap0", kernel)).isEqualTo(UNKNOWN);
  }

  @Test
  void aSystemThatDoesNotTellIsNoReasonNotToOpen() throws Exception {
    addresses.addLink("tap0", ADDRESS);
    kernel.failNext(Call.GETIFADDRS, Errno.ENOMEM);
    try (BsdTun tap = Opened.NETBSD_TAP.open(kernel)) {
      assertThat(tap.hardwareAddress()).isEqualTo(UNKNOWN);
    }
  }
}
