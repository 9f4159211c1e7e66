package io.github.tinc4j.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.3, 655",
    "0.0.0.0, 0",
    "255.255.255.255, 65535",
    "::, 1",
    "2001:db8::1, 655",
    "2001:DB8:0:0:0:0:0:1, 655",
    "::ffff:192.0.2.3, 655"
  })
  void aNumericAddressIsUnderstood(String host, int port) throws UnknownHostException {
    assertThat(new WireAddress(host, Integer.toString(port)).numeric())
        .isEqualTo(new InetSocketAddress(InetAddress.getByName(host), port));
  }

  /** The second group is numeric to some systems only, or means another address to them. */
  @ParameterizedTest
  @CsvSource({
    "localhost, 655",
    "unknown, unknown",
    "192.0.2.3, http",
    "192.0.2.3, 65536",
    "192.0.2.3, -1",
    "192.0.2.3, 0655555",
    "192.0.2.3/32, 655",
    "192.0.2.3#1, 655",
    "fe80::1%eth0, 655",
    "1:2:3:4:5:6, 655",
    "1.2.3, 655",
    "256.1.1.1, 655",
    "192.0.2.08, 655",
    "08.0.2.1, 655",
    "010.0.2.1, 655",
    "::ffff:08.0.2.1, 655"
  })
  void anythingElseIsNotNumeric(String host, String port) {
    assertThat(new WireAddress(host, port).numeric()).isNull();
  }

  @Test
  void anAddressIsWrittenWithoutItsZone() throws UnknownHostException {
    byte[] linkLocal = new byte[16];
    linkLocal[0] = (byte) 0xfe;
    linkLocal[1] = (byte) 0x80;
    linkLocal[15] = 1;
    var address = new InetSocketAddress(Inet6Address.getByAddress("x", linkLocal, 3), 655);
    assertThat(WireAddress.of(address)).isEqualTo(new WireAddress("fe80::1", "655"));
  }
}
