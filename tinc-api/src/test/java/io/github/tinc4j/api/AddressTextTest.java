package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

  /** RFC 5952, 4. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:0DB8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "0:0:1:2:3:4:0:0, ::1:2:3:4:0:0",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "fe80::a00:27ff:fe4e:66a1, fe80::a00:27ff:fe4e:66a1",
  })
  void theLongestRunOfZerosIsLeftOut(String address, String text) throws UnknownHostException {
    assertThat(AddressText.of(InetAddress.getByName(address))).isEqualTo(text);
  }

  @Test
  void everyAddressIsReadBackFromItsText() throws UnknownHostException {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[16];
      for (int group = 0; group < 8; group++) {
        if (random.nextBoolean()) {
          bytes[2 * group] = (byte) random.nextInt();
          bytes[2 * group + 1] = (byte) random.nextInt();
        }
      }
      InetAddress address = Inet6Address.getByAddress(null, bytes, -1);
      assertThat(InetAddress.getByName(AddressText.of(address))).isEqualTo(address);
    }
  }

  @Test
  void aZoneStays() throws UnknownHostException {
    byte[] linkLocal = new byte[16];
    linkLocal[0] = (byte) 0xfe;
    linkLocal[1] = (byte) 0x80;
    linkLocal[15] = 1;
    assertThat(AddressText.of(Inet6Address.getByAddress(null, linkLocal, 3)))
        .isEqualTo("fe80::1%3");
  }
}
