package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.api.config.RoutingMode;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveSettingsTest {

  private static final NodeName ME = NodeName.of("me");

  private final NodeConfig defaults = NodeConfig.builder(ME, TestKeys.privateOf("me")).build();

  /** Every setting other than its default. */
  private final NodeConfig unusual =
      NodeConfig.builder(ME, TestKeys.privateOf("other"))
          .hosts(name -> null)
          .connectTo(NodeName.of("bar"))
          .bindToAddress(new ListenAddress("*", 1))
          .bindToInterface("eth9")
          .inheritedSockets(List.of(16))
          .port(2)
          .proxy(ProxySettings.exec("true"))
          .processPriority(ProcessPriority.LOW)
          .addressFamily(AddressFamily.IPV6)
          .subnet(Subnet.parse("10.0.0.0/8"))
          .deviceType("dummy")
          .device("/dev/x")
          .interfaceName("vpn")
          .vdePort(15)
          .vdeGroup("vde")
          .netName("net")
          .scriptDirectory(Path.of("/x"))
          .scriptsInterpreter("/bin/x")
          .graphDumpFile("/graph")
          .mode(RoutingMode.HUB)
          .macExpire(Duration.ofSeconds(14))
          .broadcast(BroadcastMode.NO)
          .forwarding(ForwardingMode.OFF)
          .directOnly(true)
          .decrementTtl(true)
          .priorityInheritance(true)
          .strictSubnets(true)
          .tunnelServer(true)
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
          .localDiscovery(true)
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
          .build();

  private static List<Method> getters() {
    return Arrays.stream(NodeConfig.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 0)
        .filter(method -> !method.getName().equals("toBuilder"))
        .filter(method -> !method.getName().equals("name"))
        .toList();
  }

  @Test
  void everySettingIsEitherTakenOrNamedAsKeptBack() throws Exception {
    NodeConfig merged = LiveSettings.merge(defaults, unusual);
    List<String> taken = new ArrayList<>();
    int kept = 0;
    for (Method getter : getters()) {
      Object next = getter.invoke(unusual);
      assertThat(next).as("unusual " + getter.getName()).isNotEqualTo(getter.invoke(defaults));
      if (Objects.equals(getter.invoke(merged), next)) {
        taken.add(getter.getName());
      } else {
        kept++;
      }
    }
    assertThat(taken)
        .containsExactlyInAnyOrder(
            "hosts",
            "connectTo",
            "bindToInterface",
            "subnets",
            "clampMss",
            "pmtu",
            "scriptsInterpreter",
            "graphDumpFile");
    assertThat(LiveSettings.keptBack(defaults, unusual)).doesNotHaveDuplicates().hasSize(kept);
  }

  @Test
  void nothingIsKeptBackOfWhatIsInUse() {
    assertThat(LiveSettings.keptBack(unusual, unusual.toBuilder().build())).isEmpty();
    assertThat(LiveSettings.keptBack(defaults, LiveSettings.merge(defaults, unusual))).isEmpty();
  }
}
