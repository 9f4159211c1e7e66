package io.github.tinc4j.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class NodeConfigTest {

  private static final NodeName FOO = NodeName.of("foo");

  private RSAPrivateKey key;

  @BeforeAll
  void makeKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    key = (RSAPrivateKey) generator.generateKeyPair().getPrivate();
  }

  private NodeConfig.Builder builder() {
    return NodeConfig.builder(FOO, key);
  }

  /** Every setting other than its default. */
  private NodeConfig unusual() {
    return builder()
        .hosts(name -> null)
        .connectTo(NodeName.of("bar"))
        .bindToAddress(new ListenAddress("*", 1))
        .port(2)
        .addressFamily(AddressFamily.IPV6)
        .proxy(ProxySettings.http("192.0.2.1", 3128))
        .subnet(Subnet.parse("10.0.0.0/8"))
        .deviceType("dummy")
        .device("/dev/x")
        .interfaceName("vpn")
        .netName("net")
        .scriptDirectory(Path.of("/x"))
        .scriptsInterpreter("/bin/x")
        .graphDumpFile("/graph")
        .broadcast(BroadcastMode.NO)
        .forwarding(ForwardingMode.OFF)
        .directOnly(true)
        .decrementTtl(true)
        .cipher("none")
        .digest("none")
        .macLength(5)
        .compression(3)
        .replayWindow(6)
        .indirectData(true)
        .tcpOnly(true)
        .pmtuDiscovery(true)
        .clampMss(false)
        .pmtu(1000)
        .pingInterval(Duration.ofSeconds(7))
        .pingTimeout(Duration.ofSeconds(6))
        .keyExpire(Duration.ofSeconds(8))
        .minTimeout(Duration.ofSeconds(9))
        .maxTimeout(Duration.ofSeconds(10))
        .maxOutputBufferSize(11)
        .udpRcvBuf(12)
        .udpSndBuf(13)
        .offload(false)
        .portableUdp(true)
        .mode(RoutingMode.HUB)
        .macExpire(Duration.ofSeconds(14))
        .priorityInheritance(true)
        .strictSubnets(true)
        .tunnelServer(true)
        .localDiscovery(true)
        .bindToInterface("eth9")
        .inheritedSockets(List.of(16))
        .processPriority(ProcessPriority.LOW)
        .vdePort(15)
        .vdeGroup("vde")
        .build();
  }

  private static List<Method> getters() {
    return Arrays.stream(NodeConfig.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !method.getName().equals("toBuilder"))
        .toList();
  }

  @Test
  void defaultsAreThoseOfTincd() {
    NodeConfig config = builder().build();
    assertThat(config.name()).isEqualTo(FOO);
    assertThat(config.connectTo()).isEmpty();
    assertThat(config.bindToAddress()).isEmpty();
    assertThat(config.port()).isEqualTo(655);
    assertThat(config.addressFamily()).isEqualTo(AddressFamily.ANY);
    assertThat(config.proxy()).isNull();
    assertThat(config.subnets()).isEmpty();
    assertThat(config.deviceType()).isNull();
    assertThat(config.device()).isNull();
    assertThat(config.interfaceName()).isNull();
    assertThat(config.scriptsInterpreter()).isNull();
    assertThat(config.graphDumpFile()).isNull();
    assertThat(config.broadcast()).isEqualTo(BroadcastMode.MST);
    assertThat(config.forwarding()).isEqualTo(ForwardingMode.INTERNAL);
    assertThat(config.directOnly()).isFalse();
    assertThat(config.decrementTtl()).isFalse();
    assertThat(config.cipher()).isEqualTo("aes-256-cbc");
    assertThat(config.digest()).isEqualTo("sha256");
    assertThat(config.macLength()).isEqualTo(4);
    assertThat(config.compression()).isZero();
    assertThat(config.replayWindow()).isEqualTo(16);
    assertThat(config.indirectData()).isFalse();
    assertThat(config.tcpOnly()).isFalse();
    assertThat(config.pmtuDiscovery()).isNull();
    assertThat(config.clampMss()).isTrue();
    assertThat(config.pmtu()).isEqualTo(1518);
    assertThat(config.pingInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.keyExpire()).isEqualTo(Duration.ofHours(1));
    assertThat(config.minTimeout()).isEqualTo(Duration.ZERO);
    assertThat(config.maxTimeout()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.maxOutputBufferSize()).isEqualTo(15_180);
    assertThat(config.udpRcvBuf()).isZero();
    assertThat(config.udpSndBuf()).isZero();
    assertThat(config.offload()).isTrue();
    assertThat(config.portableUdp()).isFalse();
    assertThat(config.mode()).isEqualTo(RoutingMode.ROUTER);
    assertThat(config.macExpire()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.priorityInheritance()).isFalse();
    assertThat(config.strictSubnets()).isFalse();
    assertThat(config.tunnelServer()).isFalse();
    assertThat(config.localDiscovery()).isFalse();
    assertThat(config.bindToInterface()).isNull();
    assertThat(config.inheritedSockets()).isEmpty();
    assertThat(config.processPriority()).isNull();
    assertThat(config.vdePort()).isZero();
    assertThat(config.vdeGroup()).isNull();
  }

  @Test
  void peersAreToldThePortThatIsSetAndElseTheOneThatIsBound() {
    assertThat(builder().build().announcedPort(1000)).isEqualTo(1000);
    assertThat(builder().port(0).build().announcedPort(1000)).isEqualTo(1000);
    assertThat(builder().port(655).build().announcedPort(1000)).isEqualTo(655);
    NodeConfig set = builder().port(655).build();
    assertThat(set.toBuilder().build().announcedPort(1000)).isEqualTo(655);
  }

  @Test
  void nobodyIsKnownByDefault() throws Exception {
    assertThat(builder().build().hosts().find(FOO)).isNull();
  }

  @Test
  void aBuilderMadeOfSettingsKeepsThemAll() throws Exception {
    NodeConfig defaults = builder().build();
    NodeConfig config = unusual();
    NodeConfig again = config.toBuilder().build();
    for (Method getter : getters()) {
      Object value = getter.invoke(config);
      assertThat(getter.invoke(again)).as(getter.getName()).isEqualTo(value);
      if (!getter.getName().equals("name") && !getter.getName().equals("privateKey")) {
        assertThat(value).as("unusual " + getter.getName()).isNotEqualTo(getter.invoke(defaults));
      }
    }
  }

  @Test
  void aBuilderMadeOfSettingsDoesNotChangeThem() {
    NodeConfig config = unusual();
    config.toBuilder().connectTo(NodeName.of("baz")).subnet(Subnet.parse("10.1.0.0/16")).build();
    assertThat(config.connectTo()).hasSize(1);
    assertThat(config.subnets()).hasSize(1);
    assertThatThrownBy(config.subnets()::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void prioritiesHaveTheNiceValuesOfTincd() {
    assertThat(ProcessPriority.LOW.nice()).isEqualTo(10);
    assertThat(ProcessPriority.NORMAL.nice()).isZero();
    assertThat(ProcessPriority.HIGH.nice()).isEqualTo(-10);
  }

  @Test
  void nodesAndSubnetsMayBeReplacedAsAWhole() {
    NodeConfig config =
        unusual().toBuilder()
            .connectTo(List.of(NodeName.of("baz")))
            .subnets(List.of(Subnet.parse("10.1.0.0/16")))
            .build();
    assertThat(config.connectTo()).containsExactly(NodeName.of("baz"));
    assertThat(config.subnets()).containsExactly(Subnet.parse("10.1.0.0/16"));
  }

  private void refused(String variable, UnaryOperator<NodeConfig.Builder> setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setting.apply(builder()))
        .withMessageStartingWith(variable);
  }

  @Test
  void valuesOutOfRangeAreRefusedByName() {
    refused("Port", b -> b.port(-1));
    refused("Port", b -> b.port(65_536));
    refused("MACLength", b -> b.macLength(-1));
    refused("MACLength", b -> b.macLength(65));
    refused("Compression", b -> b.compression(-1));
    refused("Compression", b -> b.compression(12));
    refused("ReplayWindow", b -> b.replayWindow(-1));
    refused("ReplayWindow", b -> b.replayWindow((1 << 20) + 1));
    refused("PMTU", b -> b.pmtu(0));
    refused("PMTU", b -> b.pmtu(1519));
    refused("PingInterval", b -> b.pingInterval(Duration.ofMillis(999)));
    refused("PingTimeout", b -> b.pingTimeout(Duration.ZERO));
    refused("KeyExpire", b -> b.keyExpire(Duration.ZERO));
    refused("MinTimeout", b -> b.minTimeout(Duration.ofSeconds(-1)));
    refused("MaxTimeout", b -> b.maxTimeout(Duration.ZERO));
    refused("MaxOutputBufferSize", b -> b.maxOutputBufferSize(0));
    refused("UDPRcvBuf", b -> b.udpRcvBuf(-1));
    refused("UDPSndBuf", b -> b.udpSndBuf(-1));
    refused("an inherited socket", b -> b.inheritedSockets(List.of(3, -1)));
  }

  @Test
  void theEndsOfTheRangesAreAllowed() {
    NodeConfig config =
        builder()
            .port(0)
            .macLength(64)
            .compression(11)
            .replayWindow(1 << 20)
            .pmtu(1)
            .pingInterval(Duration.ofSeconds(1))
            .pingTimeout(Duration.ofSeconds(1))
            .maxOutputBufferSize(1)
            .build();
    assertThat(config.port()).isZero();
    assertThat(config.pmtu()).isEqualTo(1);
  }

  @Test
  void settingsThatDoNotFitEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().pingInterval(Duration.ofSeconds(4)).build())
        .withMessageContaining("PingTimeout PT5S exceeds PingInterval PT4S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().minTimeout(Duration.ofDays(1)).build())
        .withMessageContaining("MinTimeout PT24H exceeds MaxTimeout PT15M");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder().subnet(Subnet.parse("10.0.0.1/8")).build())
        .withMessageContaining("10.0.0.1/8#10");
  }

  @Test
  void addressesHaveAPortOrNone() {
    assertThat(new ListenAddress("*", 0).port()).isZero();
    assertThat(new HostAddress("x", 65_535).port()).isEqualTo(65_535);
    assertThatIllegalArgumentException().isThrownBy(() -> new ListenAddress("*", -2));
    assertThatIllegalArgumentException().isThrownBy(() -> new ListenAddress("*", 65_536));
    assertThatIllegalArgumentException().isThrownBy(() -> new HostAddress("x", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new HostAddress("x", 65_536));
  }
}
