package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HostSystemsTest {

  private final HostSystem absent = mock();
  private final HostSystem present = mock();
  private final NodeConfig plain = builder().build();

  private static NodeConfig.Builder builder() {
    return NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class));
  }

  @Test
  void theFirstThatWorksHereIsChosen() {
    when(present.available()).thenReturn(true);
    assertThat(HostSystems.find(List.of(absent, present))).isSameAs(present);
  }

  @Test
  void whereNoneWorksEverythingIsRefused() throws IOException {
    HostSystem alone = HostSystems.find(List.of(absent));
    assertThat(alone.available()).isFalse();
    var where = new BindSpec(new InetSocketAddress(0), false, "lo");
    try (SocketChannel channel = SocketChannel.open()) {
      for (ThrowingCallable call :
          List.<ThrowingCallable>of(
              () -> alone.listen(where),
              () -> alone.adopt(3),
              () -> alone.bind(where),
              () -> alone.bindToInterface(channel, "lo"),
              () -> alone.setThreadNice(0))) {
        assertThatThrownBy(call)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("Java alone cannot ");
      }
    }
  }

  @Test
  void oneThatCannotBeLoadedIsAsGoodAsNone() {
    Iterable<HostSystem> broken =
        () -> {
          throw new ServiceConfigurationError("not a provider");
        };
    assertThat(HostSystems.find(broken).available()).isFalse();
  }

  @Test
  void settingsThatNeedNoneLookForNone() throws Exception {
    Iterable<HostSystem> untouchable =
        () -> {
          throw new AssertionError("looked for");
        };
    NodeConfig ofIpv4 = builder().bindToAddress(new ListenAddress("10.0.0.1", 655)).build();
    NodeConfig byName = builder().bindToAddress(new ListenAddress("vpn.example", 655)).build();
    NodeConfig.Builder wildcard = builder().bindToAddress(new ListenAddress("*", 655));
    NodeConfig onlyIpv4 =
        builder()
            .bindToAddress(new ListenAddress("::", 655))
            .addressFamily(AddressFamily.IPV4)
            .build();
    for (NodeConfig config : List.of(plain, ofIpv4, byName, wildcard.build(), onlyIpv4)) {
      assertThat(HostSystems.of(config, untouchable).available()).isFalse();
    }
  }

  @Test
  void settingsThatMayKeepASocketOffIpv4GetOneWhereThereIsOne() throws Exception {
    when(present.available()).thenReturn(true);
    for (NodeConfig config :
        List.of(
            builder().addressFamily(AddressFamily.IPV6).build(),
            builder().bindToAddress(new ListenAddress("::", 655)).build())) {
      assertThat(HostSystems.of(config, List.of(present))).isSameAs(present);
      assertThat(HostSystems.of(config, List.of(absent)).available()).isFalse();
    }
  }

  @Test
  void settingsThatNeedOneGetIt() throws Exception {
    when(present.available()).thenReturn(true);
    for (NodeConfig config : needing().values()) {
      assertThat(HostSystems.of(config, List.of(present))).isSameAs(present);
    }
  }

  @Test
  void settingsThatNeedOneAreRefusedByNameWhereThereIsNone() {
    needing()
        .forEach(
            (variable, config) ->
                assertThatThrownBy(() -> HostSystems.of(config, List.of(absent)))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith(variable + ": ")
                    .hasMessageContaining("tinc-tun-linux"));
  }

  private static Map<String, NodeConfig> needing() {
    return Map.of(
        "BindToInterface", builder().bindToInterface("lo").build(),
        "ProcessPriority", builder().processPriority(ProcessPriority.NORMAL).build(),
        "InheritedSockets", builder().inheritedSockets(List.of(3)).build());
  }
}
