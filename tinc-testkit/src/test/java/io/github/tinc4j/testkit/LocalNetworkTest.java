package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** {@code LocalDiscovery}: two nodes on one network find each other there. */
class LocalNetworkTest {

  /** The ends of a chain, whose own addresses lead nowhere but which share a local network. */
  private static SimMesh apart(boolean localDiscovery) {
    SimMesh mesh =
        SimMesh.of("a", "b", "c")
            .link("a", "b")
            .link("c", "b")
            .localNetwork("a", "c")
            .cut("a", "c");
    for (String end : new String[] {"a", "c"}) {
      mesh.configure(end, config -> config.localDiscovery(localDiscovery));
    }
    mesh.settle().ping("a", "c");
    return mesh;
  }

  private static String at(SimMesh mesh, String node, String other) {
    InetSocketAddress address = mesh.node(node).info(other).udpAddress();
    return Objects.requireNonNull(address).getAddress().getHostAddress();
  }

  @Test
  void nodesFindEachOtherOnTheNetworkTheyShare() {
    SimMesh mesh = apart(true);
    mesh.until(() -> settled(mesh.node("a").info("c")) && settled(mesh.node("c").info("a")));
    assertThat(at(mesh, "a", "c")).isEqualTo("10.97.0.3");
    assertThat(at(mesh, "c", "a")).isEqualTo("10.97.0.1");
    assertThat(mesh.node("a").info("c").path().mtu()).isEqualTo(1451);
    mesh.cut("a", "b").cut("c", "b");
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
  }

  private static boolean settled(NodeInfo node) {
    return node.path().fixed();
  }

  @Test
  void withoutItTheyGoOnThroughTheNodeBetweenThem() {
    SimMesh mesh = apart(false).advance(Duration.ofMinutes(2));
    assertThat(mesh.node("a").info("c").path().minMtu()).isZero();
    assertThat(at(mesh, "a", "c")).isEqualTo("10.99.0.3");
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
  }
}
