package io.github.tinc4j.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class HostConfigTest {

  private static final NodeName BAR = NodeName.of("bar");

  @Test
  void defaultsAreThoseOfTincd() {
    HostConfig host = HostConfig.builder(BAR).build();
    assertThat(host.name()).isEqualTo(BAR);
    assertThat(host.publicKey()).isNull();
    assertThat(host.addresses()).isEmpty();
    assertThat(host.port()).isEqualTo(655);
    assertThat(host.weight()).isNull();
    assertThat(host.indirectData()).isFalse();
    assertThat(host.tcpOnly()).isFalse();
    assertThat(host.clampMss()).isNull();
    assertThat(host.pmtu()).isEqualTo(1518);
  }

  @Test
  void everySettingIsKept() {
    HostConfig host =
        HostConfig.builder(BAR)
            .address("192.0.2.1", 1)
            .address(new HostAddress("bar.example.org", -1))
            .port(2)
            .weight(-3)
            .indirectData(true)
            .tcpOnly(true)
            .clampMss(false)
            .pmtu(1000)
            .build();
    assertThat(host.addresses())
        .containsExactly(new HostAddress("192.0.2.1", 1), new HostAddress("bar.example.org", -1));
    assertThat(host.port()).isEqualTo(2);
    assertThat(host.weight()).isEqualTo(-3);
    assertThat(host.indirectData()).isTrue();
    assertThat(host.tcpOnly()).isTrue();
    assertThat(host.clampMss()).isFalse();
    assertThat(host.pmtu()).isEqualTo(1000);
    assertThatThrownBy(host.addresses()::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    HostConfig.Builder host = HostConfig.builder(BAR);
    assertThatIllegalArgumentException().isThrownBy(() -> host.port(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> host.port(65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> host.pmtu(0));
    assertThatIllegalArgumentException().isThrownBy(() -> host.pmtu(1519));
    assertThatIllegalArgumentException().isThrownBy(() -> host.address("x", 0));
  }

  @Test
  void knownHostsAreFoundByName() throws Exception {
    HostConfig bar = HostConfig.builder(BAR).build();
    KnownHosts hosts = KnownHosts.of(List.of(bar));
    assertThat(hosts.find(BAR)).isSameAs(bar);
    assertThat(hosts.find(NodeName.of("baz"))).isNull();
    assertThat(hosts.names()).containsExactly(BAR);
  }

  @Test
  void hostsThatAreOnlyLookedUpHaveNoNamesToList() throws Exception {
    KnownHosts lookedUp = name -> HostConfig.builder(name).build();
    assertThat(lookedUp.names()).isEmpty();
  }

  @Test
  void aHostGivenTwiceIsRefusedByName() {
    HostConfig bar = HostConfig.builder(BAR).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KnownHosts.of(List.of(bar, bar)))
        .withMessageContaining("bar");
  }

  @Test
  void aConfigurationFaultReadsAsItsPlaceAndVariable() {
    assertThat(new ConfigurationException("f", 3, "V", "is bad", null))
        .hasMessage("f:3: V: is bad");
    assertThat(new ConfigurationException("f", 0, null, "is bad", null)).hasMessage("f: is bad");
    assertThat(new ConfigurationException(null, 0, "V", "is bad", null)).hasMessage("V: is bad");
  }

  private static RSAPublicKey key(long modulus) {
    return new RSAPublicKey() {
      @Override
      public BigInteger getPublicExponent() {
        return BigInteger.valueOf(65_537);
      }

      @Override
      public BigInteger getModulus() {
        return BigInteger.valueOf(modulus);
      }

      @Override
      public String getAlgorithm() {
        return "RSA";
      }

      @Override
      public String getFormat() {
        return "none";
      }

      @Override
      public byte[] getEncoded() {
        return new byte[0];
      }
    };
  }

  private static HostConfig.Builder whole() {
    return HostConfig.builder(BAR)
        .publicKey(key(77))
        .address("192.0.2.1", 1)
        .port(2)
        .subnet(Subnet.parse("10.0.0.0/8"))
        .weight(3)
        .indirectData(true)
        .tcpOnly(true)
        .clampMss(false)
        .pmtu(1000);
  }

  @Test
  void whatSaysTheSameIsEqualWhoeverMadeTheKey() {
    assertThat(whole().build()).isEqualTo(whole().build()).hasSameHashCodeAs(whole().build());
    assertThat(HostConfig.builder(BAR).build()).isEqualTo(HostConfig.builder(BAR).build());
  }

  @Test
  void eachSettingMakesADifference() {
    List<UnaryOperator<HostConfig.Builder>> changes =
        List.of(
            host -> host.publicKey(key(78)),
            host -> host.publicKey(null),
            host -> host.address("192.0.2.2", 1),
            host -> host.port(3),
            host -> host.subnet(Subnet.parse("11.0.0.0/8")),
            host -> host.weight(4),
            host -> host.indirectData(false),
            host -> host.tcpOnly(false),
            host -> host.clampMss(null),
            host -> host.pmtu(1001));
    for (UnaryOperator<HostConfig.Builder> change : changes) {
      assertThat(change.apply(whole()).build()).isNotEqualTo(whole().build());
    }
    assertThat(HostConfig.builder(BAR).build())
        .isNotEqualTo(HostConfig.builder(NodeName.of("foo")).build());
  }
}
