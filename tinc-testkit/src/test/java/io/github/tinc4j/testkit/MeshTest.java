package io.github.tinc4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.Subnet;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeshTest {

  private static final Duration PING_TIMEOUT = Duration.ofMinutes(2);

  @Test
  void nodesThatShareANeighbourFindEachOther() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    assertThat(mesh.node("a").nexthop("c")).isEqualTo("b");
    assertThat(mesh.node("c").nexthop("a")).isEqualTo("b");
  }

  @Test
  void aPacketCrossesTheMeshBeforeAnyKeyIsKnown() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
    assertThat(mesh.node("a").counters().tcpSent().packets()).isPositive();
  }

  @Test
  void trafficMakesNodesTalkDirectlyByUdp() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    mesh.ping("a", "c");
    mesh.until(() -> mesh.node("a").info("c").path().fixed());
    mesh.until(() -> mesh.node("c").info("a").path().fixed());
    long tcpBefore = mesh.node("a").counters().tcpSent().packets();
    assertThat(mesh.ping("a", "c")).isTrue();
    assertThat(mesh.node("a").counters().tcpSent().packets()).isEqualTo(tcpBefore);
    // spec 20, 2: 1451 bytes of frame are the most that a 1500-byte IPv4 path takes by default.
    assertThat(mesh.node("a").info("c").path().mtu()).isEqualTo(1451);
  }

  @Test
  void trafficGoesAroundACutLink() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("b", "c").link("a", "c").settle();
    mesh.cut("a", "c").advance(PING_TIMEOUT);
    assertThat(mesh.node("a").nexthop("c")).isEqualTo("b");
    mesh.heal("a", "c").until(() -> "c".equals(mesh.node("a").nexthop("c")));
    assertThat(mesh.ping("a", "c")).as(mesh::describe).isTrue();
  }

  @Test
  void aNodeThatDiesIsNoticedAndFoundAgainWhenItReturns() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    mesh.kill("c").until(() -> !mesh.node("a").reaches("c"));
    assertThat(mesh.node("a").events()).anyMatch(MeshEvent.NodeUnreachable.class::isInstance);
    mesh.start("c").settle();
    assertThat(mesh.ping("a", "c")).isTrue();
  }

  @Test
  void twoNodesThatDialEachOtherKeepOneConnection() {
    var mesh = SimMesh.of("a", "b").link("a", "b").link("b", "a").settle();
    mesh.advance(Duration.ofMinutes(3));
    assertThat(mesh.node("a").view().connections()).hasSize(1);
    assertThat(mesh.node("b").view().connections()).hasSize(1);
    assertThat(mesh.ping("a", "b")).isTrue();
  }

  @Test
  void aSilentPeerIsGivenUpAfterPingIntervalAndTimeout() {
    var mesh = SimMesh.of("a", "b").link("a", "b").settle();
    mesh.cut("a", "b").advance(Duration.ofSeconds(70));
    assertThat(mesh.node("a").events())
        .filteredOn(MeshEvent.ConnectionClosed.class::isInstance)
        .map(event -> ((MeshEvent.ConnectionClosed) event).reason().kind())
        .contains(CloseReason.Kind.PING_TIMEOUT);
  }

  @Test
  void aSubnetAnnouncedAtRunTimeIsKnownEverywhereUntilItIsWithdrawn() {
    var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("c", "b").settle();
    Subnet subnet = Subnet.parse("fec0::/64#5");
    mesh.node("a").announce(subnet);
    mesh.until(() -> knows(mesh, "c", subnet));
    mesh.node("a").withdraw(subnet);
    mesh.until(() -> !knows(mesh, "c", subnet));
  }

  private static boolean knows(SimMesh mesh, String node, Subnet subnet) {
    return mesh.node(node).view().subnets().stream().anyMatch(s -> s.subnet().equals(subnet));
  }

  @Test
  void keysAreReplacedWhenTheyExpireAndTrafficGoesOn() {
    var mesh =
        SimMesh.of("a", "b")
            .link("a", "b")
            .configure("b", config -> config.keyExpire(Duration.ofSeconds(20)))
            .settle();
    mesh.until(() -> mesh.node("a").info("b").path().fixed());
    for (int i = 0; i < 60; i++) {
      mesh.advance(Duration.ofSeconds(1));
      assertThat(mesh.ping("a", "b")).as("ping %d", i).isTrue();
    }
  }

  @Test
  void oneHundredNodesConverge() {
    String[] names = IntStream.range(0, 100).mapToObj(i -> "n" + i).toArray(String[]::new);
    var mesh = SimMesh.of(names);
    for (int i = 1; i < names.length; i++) {
      mesh.link(names[i], names[(i - 1) / 3]);
      mesh.link(names[i], names[i - 1]);
    }
    mesh.settle();
    assertThat(mesh.ping("n99", "n50")).isTrue();
    System.out.println(mesh.elapsed());
  }
}
