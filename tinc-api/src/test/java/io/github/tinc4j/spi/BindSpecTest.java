package io.github.tinc4j.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindSpecTest {

  @ParameterizedTest
  @CsvSource({
    "::, false, true, true",
    "::, true, false, false",
    "0.0.0.0, false, false, true",
    "0.0.0.0, true, false, true",
    "10.0.0.1, true, false, true",
    "fd00::1, false, false, false",
    "fd00::1, true, false, false",
  })
  void onlyTheIpv6WildcardMayTakeBoth(
      String address, boolean ipv6Only, boolean takesBoth, boolean takesIpv4)
      throws UnknownHostException {
    var where =
        new BindSpec(new InetSocketAddress(InetAddress.getByName(address), 655), ipv6Only, null);
    assertThat(where.takesBoth()).isEqualTo(takesBoth);
    assertThat(where.takesIpv4()).isEqualTo(takesIpv4);
    assertThat(where.isIpv6Wildcard()).isEqualTo(address.equals("::"));
    assertThat(where.ipv6Only())
        .as("of other addresses it says nothing")
        .isEqualTo(ipv6Only && address.equals("::"));
  }
}
