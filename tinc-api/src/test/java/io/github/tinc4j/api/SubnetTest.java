package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Subnets and their text form (docs/spec/30, section 2). */
class SubnetTest {

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getAllByName(text)[0];
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.1.0/24,                 10.9.1.0/24#10",
    "10.9.1.0/24#5,               10.9.1.0/24#5",
    "10.9.1.0/24#-5,              10.9.1.0/24#-5",
    "192.0.2.7,                   192.0.2.7/32#10",
    "0.0.0.0/0,                   0.0.0.0/0#10",
    "255.255.255.255#2147483647,  255.255.255.255/32#2147483647",
    "fec0:0:0:1::/64,             fec0:0:0:1:0:0:0:0/64#10",
    "FEC0::ABCD/128,              fec0:0:0:0:0:0:0:abcd/128#10",
    "::,                          0:0:0:0:0:0:0:0/128#10",
    "::/0,                        0:0:0:0:0:0:0:0/0#10",
    "::1,                         0:0:0:0:0:0:0:1/128#10",
    "1::,                         1:0:0:0:0:0:0:0/128#10",
    "0001:2:3:4:5:6:7:8,          1:2:3:4:5:6:7:8/128#10",
    "1::3:4:5:6:7:8,              1:0:3:4:5:6:7:8/128#10",
    "::ffff:192.0.2.1/128#7,      0:0:0:0:0:ffff:c000:201/128#7",
    "00:1A:2b:3c:4d:5e,           0:1a:2b:3c:4d:5e#10",
    "0:1:2:3:4:5#3,               0:1:2:3:4:5#3",
    "100:1ff:2:3:4:10005,         0:ff:2:3:4:5#10",
  })
  void aTextIsReadAndWrittenInItsCanonicalForm(String text, String canonical) {
    assertThat(Subnet.parse(text)).hasToString(canonical);
    assertThat(Subnet.parse(canonical)).isEqualTo(Subnet.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "#10",
        "/24",
        "10.0.0.0/",
        "10.0.0.0#",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8x",
        "10.0.0.0/8#1x",
        "10.0.0.0#2147483648",
        "10.0.0.0#1#2",
        "10.0.0.0#1/8",
        "10.0.0.0/8/8",
        "10.0.0",
        "10.0.0.0.0",
        "10.0.0.256",
        "10.0.0.-1",
        "10.0.0.+1",
        "10..0.0",
        " 10.0.0.0",
        "10.0.0.0 ",
        "1:2:3:4:5",
        "1:2:3:4:5:6/48",
        "1:2:3:4:5:g",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:10000",
        "1:2:3:4:5:6:7::8:9",
        "1::2::3",
        ":::",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7:8::",
        "::1/129",
        "::1.2.3",
        "::1.2.3.4:5",
        "1.2.3.4::",
        "fe80::1%eth0",
        "::\u0661",
        "localhost",
        "10.0.0.0/\u0668"
      })
  void anyOtherTextIsRefusedAndQuoted(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnet.parse(text))
        .withMessageContaining("'" + text + "'");
  }

  @Test
  void aTextLongerThanAFieldIsRefused() {
    String zeros = "0".repeat(2000);
    assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse("10.0.0.0/" + zeros));
    assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(":".repeat(2000)));
  }

  @Provide
  Arbitrary<Subnet> subnets() {
    Arbitrary<Integer> weights = Arbitraries.integers();
    Arbitrary<Long> words = Arbitraries.longs();
    Arbitrary<Subnet> ipv4 =
        Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 32), weights)
            .as(Subnet.Ipv4::new);
    Arbitrary<Subnet> ipv6 =
        Combinators.combine(words, words, Arbitraries.integers().between(0, 128), weights)
            .as(Subnet.Ipv6::new);
    Arbitrary<Subnet> mac =
        Combinators.combine(Arbitraries.longs().between(0, (1L << 48) - 1), weights)
            .as(Subnet.Mac::new);
    return Arbitraries.oneOf(ipv4, ipv6, mac);
  }

  @Property
  void everySubnetIsReadBackFromItsText(@ForAll("subnets") Subnet subnet) {
    assertThat(Subnet.parse(subnet.toString())).isEqualTo(subnet);
    assertThat(subnet).hasToString(subnet.addressText() + "#" + subnet.weight());
  }

  @Property
  void aSubnetContainsItsOwnAddressUnlessItIsAMac(@ForAll("subnets") Subnet subnet)
      throws UnknownHostException {
    String text = subnet.addressText();
    if (subnet instanceof Subnet.Mac) {
      assertThat(subnet.contains(address("10.0.0.1"))).isFalse();
    } else {
      assertThat(subnet.contains(address(text.substring(0, text.indexOf('/'))))).isTrue();
    }
  }

  @Provide
  Arbitrary<String> nearlySubnets() {
    return Arbitraries.strings().withChars("0123456789abcfx:./#-+ \u0000%").ofMaxLength(50);
  }

  @Property
  void anyTextIsASubnetOrAnIllegalArgument(@ForAll("nearlySubnets") String text) {
    Subnet subnet;
    try {
      subnet = Subnet.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessage("not a subnet: '" + text + "'");
      return;
    }
    assertThat(Subnet.parse(subnet.toString())).isEqualTo(subnet);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,    10.255.255.255, true",
    "10.0.0.0/8,    11.0.0.0,       false",
    "10.1.2.3/8,    10.200.0.1,     true",
    "0.0.0.0/0,     203.0.113.9,    true",
    "192.0.2.7,     192.0.2.7,      true",
    "192.0.2.7,     192.0.2.6,      false",
    "0.0.0.0/0,     ::1,            false",
    "::/0,          ::1,            true",
    "::/0,          10.0.0.1,       false",
    "fec0::/63,     fec0:0:0:1::5,  true",
    "fec0::/64,     fec0:0:0:1::5,  false",
    "fec0::/65,     fec0::7fff:0:0:1, true",
    "fec0::/65,     fec0::8000:0:0:1, false",
    "fec0::1,       fec0::1,        true",
    "fec0::1,       fec0::2,        false",
  })
  void onlyTheBitsOfThePrefixDecideWhatIsContained(String subnet, String address, boolean contained)
      throws UnknownHostException {
    assertThat(Subnet.parse(subnet).contains(address(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, true",
    "10.0.0.1/8, false",
    "0.0.0.0/0, true",
    "0.0.0.1/0, false",
    "10.0.0.1/32, true",
    "fec0::/64, true",
    "fec0::1/64, false",
    "fec0:0:0:1::/63, false",
    "::1/0, false",
    "1::/0, false",
    "fec0::1/128, true",
    "1:2:3:4:5:6, true",
  })
  void bitsBeyondThePrefixAreNotCanonical(String text, boolean canonical) {
    assertThat(Subnet.parse(text).isCanonical()).isEqualTo(canonical);
  }

  @Test
  void theWeightIsPartOfWhatASubnetIs() {
    assertThat(Subnet.parse("10.0.0.0/8#1")).isNotEqualTo(Subnet.parse("10.0.0.0/8#2"));
    assertThat(Subnet.parse("10.0.0.0/8")).isEqualTo(Subnet.parse("10.0.0.0/8#10"));
  }

  @Test
  void partsOutOfRangeAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Subnet.Ipv4(0, 33, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Subnet.Ipv4(0, -1, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Subnet.Ipv6(0, 0, 129, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Subnet.Mac(1L << 48, 10));
    assertThatIllegalArgumentException().isThrownBy(() -> new Subnet.Mac(-1, 10));
    assertThat(new Subnet.Mac(0, 10).prefixLength()).isEqualTo(48);
  }
}
