package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.HostConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** {@code StrictSubnets} and {@code TunnelServer} in a mesh. */
class TrustTest {

  private static final Subnet FOREIGN = Subnet.parse("10.50.0.0/16");

  private static UnaryOperator<HostConfig.Builder> owns(String... subnets) {
    return host -> {
      List.of(subnets).forEach(subnet -> host.subnet(Subnet.parse(subnet)));
      return host;
    };
  }

  /** Nodes a, b and c, where b is in the middle, and host files name the subnets they have. */
  private static SimMesh chain() {
    return SimMesh.of("a", "b", "c")
        .link("a", "b")
        .link("c", "b")
        .configureHost("a", owns("10.98.0.1"))
        .configureHost("b", owns("10.98.0.2"))
        .configureHost("c", owns("10.98.0.3"));
  }

  private static boolean knowsOwner(SimMesh mesh, String node, String owner, Subnet subnet) {
    return mesh.node(node).view().subnets().contains(new OwnedSubnet(subnet, NodeName.of(owner)));
  }

  @Test
  void aStrictNodeInTheMiddlePassesOnWhatItDoesNotBelieve() {
    SimMesh mesh = chain().configure("b", config -> config.strictSubnets(true)).settle();
    mesh.node("a").announce(FOREIGN);
    mesh.until(() -> knowsOwner(mesh, "c", "a", FOREIGN));
    assertThat(knowsOwner(mesh, "b", "a", FOREIGN)).isFalse();
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
  }

  @Test
  void aStrictNodeSendsNothingToWhereItsHostFilesDoNotSayTo() {
    SimMesh mesh =
        SimMesh.of("a", "b")
            .link("a", "b")
            .configure("a", config -> config.strictSubnets(true))
            .settle();
    assertThat(mesh.ping("a", "b")).as(mesh::describe).isFalse();
  }

  @Test
  void nodesAroundATunnelServerSeeItAndNotEachOther() {
    SimMesh mesh = chain().configure("b", config -> config.tunnelServer(true)).start();
    mesh.until(() -> mesh.node("b").reachableCount() == 3);
    mesh.until(() -> mesh.node("a").reaches("b") && mesh.node("c").reaches("b"));
    mesh.node("a").announce(FOREIGN);
    mesh.advance(Duration.ofMinutes(2));
    for (String outer : List.of("a", "c")) {
      assertThat(mesh.node(outer).view().nodes()).as(mesh::describe).hasSize(2);
      assertThat(mesh.node(outer).view().edges()).hasSize(2);
    }
    assertThat(knowsOwner(mesh, "b", "a", FOREIGN)).isFalse();
    assertThat(mesh.ping("a", "b")).as(mesh::describe).isTrue();
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isFalse();
  }

  @Test
  void aTunnelServerThatOwnsTheWayCarriesPacketsBetweenItsNeighbours() {
    SimMesh mesh =
        chain()
            .configure(
                "b", config -> config.tunnelServer(true).subnet(Subnet.parse("10.98.0.0/16")))
            .start();
    mesh.until(() -> mesh.node("a").reaches("b") && mesh.node("c").reaches("b"));
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
    assertThat(mesh.node("a").view().nodes()).hasSize(2);
  }
}
