package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.config.NodeConfig;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a device is asked for by. */
@NullMarked
class DeviceSettingsTest {

  @ParameterizedTest
  @CsvSource({
    "tun, vpn, , vpn",
    "tun, vpn, other, other",
    ", a-net-of-many-letters, , a-net-of-many-l",
    "raw_socket, vpn, , ",
    "raw_socket, vpn, eth1, eth1",
  })
  void anInterfaceIsNamedAfterTheNetUnlessItMustBeThereAlready(
      @Nullable String type, String net, @Nullable String set, @Nullable String expected) {
    NodeConfig config =
        new TestNodes()
            .config(TestNodes.ALPHA)
            .deviceType(type)
            .netName(net)
            .interfaceName(set)
            .build();
    assertThat(Assembly.deviceSpec(config).interfaceName()).isEqualTo(expected);
  }
}
