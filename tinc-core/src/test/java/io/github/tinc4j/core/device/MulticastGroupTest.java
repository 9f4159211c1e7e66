package io.github.tinc4j.core.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Device = ADDRESS PORT [TTL]}. */
class MulticastGroupTest {

  @Test
  void itHasAnAddressAPortAndATtl() throws Exception {
    MulticastGroup group = MulticastGroup.parse("239.1.2.3 5555 7");
    assertThat(group.address().getAddress().getHostAddress()).isEqualTo("239.1.2.3");
    assertThat(group.address().getPort()).isEqualTo(5555);
    assertThat(group.ttl()).isEqualTo(7);
  }

  @Test
  void itStaysOnTheLocalNetworkByDefault() throws Exception {
    assertThat(MulticastGroup.parse("ff15::1\t 5555 ").ttl()).isEqualTo(1);
  }

  @Test
  void moreWordsAreWithoutEffect() throws Exception {
    MulticastGroup group = MulticastGroup.parse("239.1.2.3 5555 0 more");
    assertThat(group.ttl()).isZero();
    assertThat(group.text()).isEqualTo("239.1.2.3 5555 0 more");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "239.1.2.3",
        "10.1.2.3 5555",
        "fd00::1 5555",
        "239.1.2.300 5555",
        "239.1.2.3 http",
        "239.1.2.3 0",
        "239.1.2.3 65536",
        "239.1.2.3 5555 256",
        "239.1.2.3 5555 -1",
        "239.1.2.3 5555 far"
      })
  void whatIsNotLegalIsNamed(String text) {
    var spec = new DeviceSpec("multicast", text, null, RoutingMode.SWITCH, true, 0, null);
    assertThatThrownBy(() -> Devices.open(spec, List.of()))
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING))
        .hasMessageContaining("Device '" + (text == null ? "" : text) + "'")
        .hasMessageContaining("ADDRESS PORT [TTL]");
  }
}
