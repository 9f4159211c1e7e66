package io.github.tinc4j.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.wire.WireAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nodes, edges and subnets as they are kept (spec 30, 1 and 7), and remembered lines. */
class MeshStateTest {

  private final Mesh mesh = new Mesh(NodeName.of("me"), 0);

  private NodeEntry node(String name) {
    return Objects.requireNonNull(mesh.addNode(NodeName.of(name)));
  }

  private Edge edge(String from, String to, int weight) {
    return new Edge(
        node(from), node(to), new WireAddress("192.0.2.1", "655"), NodeOptions.NONE, weight);
  }

  @Test
  void edgesAreOrderedByWeightThenByNames() {
    Stream.of(edge("b", "a", 2), edge("a", "c", 2), edge("a", "b", 2), edge("c", "a", -1))
        .forEach(mesh::putEdge);
    assertThat(mesh.edges())
        .extracting(edge -> edge.from() + "-" + edge.to())
        .containsExactly("c-a", "a-b", "a-c", "b-a");
  }

  @Test
  void anEdgeBetweenTheSameEndsTakesThePlaceOfTheOther() {
    mesh.putEdge(edge("a", "b", 5));
    mesh.putEdge(edge("a", "b", 1));
    assertThat(mesh.edges()).singleElement().extracting(Edge::weight).isEqualTo(1);
    mesh.removeEdge(edge("a", "b", 1));
    assertThat(mesh.edges()).isEmpty();
    assertThat(node("a").edges()).isEmpty();
  }

  @Test
  void forgottenAreUnreachableNodesThatNoEdgeNames() {
    mesh.putEdge(edge("a", "b", 1));
    node("alone");
    node("reached").becameReachable();
    assertThat(mesh.forgotten()).extracting(NodeEntry::toString).containsExactly("alone");
  }

  @Test
  void subnetsAreKeptInTheOrderOfLookUp() {
    List<OwnedSubnet> ordered =
        Stream.of(
                "a 0:0:0:0:0:1#10",
                "b 0:0:0:0:0:2#1",
                "a 10.0.0.1/32#99",
                "a 9.0.0.0/24#10",
                "z 10.0.0.0/24#-5",
                "a 10.0.0.0/24#10",
                "b 10.0.0.0/24#10",
                "a 200.0.0.0/24#1",
                "a 0.0.0.0/0#1",
                "a fec0:0:0:0:0:0:0:1/128#10",
                "a fec0:0:0:0:0:0:0:0/64#10",
                "a 0:0:0:0:0:0:0:0/0#10")
            .map(MeshStateTest::owned)
            .toList();
    var registry = new SubnetRegistry();
    for (int i = 0; i < ordered.size(); i++) {
      assertThat(registry.add(ordered.get(7 * i % ordered.size()))).isTrue();
    }
    assertThat(registry.all()).isEqualTo(ordered);
    assertThat(registry.of(NodeName.of("b")))
        .extracting(OwnedSubnet::subnet)
        .extracting(Subnet::toString)
        .containsExactly("0:0:0:0:0:2#1", "10.0.0.0/24#10");
  }

  private static OwnedSubnet owned(String text) {
    String[] parts = text.split(" ", -1);
    return new OwnedSubnet(Subnet.parse(parts[1]), NodeName.of(parts[0]));
  }

  @Test
  void aSubnetIsKeptOncePerOwnerAndWeight() {
    var registry = new SubnetRegistry();
    assertThat(registry.add(owned("a 10.0.0.0/8"))).isTrue();
    assertThat(registry.add(owned("a 10.0.0.0/8#10"))).isFalse();
    assertThat(registry.add(owned("a 10.0.0.0/8#11"))).isTrue();
    assertThat(registry.add(owned("b 10.0.0.0/8"))).isTrue();
    assertThat(registry.remove(owned("a 10.0.0.0/8"))).isTrue();
    assertThat(registry.remove(owned("a 10.0.0.0/8"))).isFalse();
    assertThat(registry.size()).isEqualTo(2);
    assertThat(registry.of(NodeName.of("nobody"))).isEmpty();
  }

  @Test
  void aLineIsNewUntilItIsRememberedAndAgainOnceItIsOld() {
    var lines = new FloodedLines(mesh);
    assertThat(lines.isNew("14 1 a")).isTrue();
    assertThat(lines.isNew("14 1 a")).isFalse();
    assertThat(lines.isNew("14 1 a ")).as("the whole text counts").isTrue();
    mesh.setNow(59);
    lines.forget(60);
    assertThat(lines.isNew("14 1 a")).isFalse();
    mesh.setNow(60);
    lines.forget(60);
    assertThat(lines.size()).isZero();
    assertThat(lines.isNew("14 1 a")).isTrue();
  }

  @Test
  void aFloodOfLinesPushesOutTheOldest() {
    var lines = new FloodedLines(mesh);
    for (int i = 0; i < 200_000; i++) {
      lines.isNew("14 " + i + " a");
    }
    assertThat(lines.size()).isBetween(100_000, 150_000);
    assertThat(lines.isNew("14 199999 a")).isFalse();
    assertThat(lines.isNew("14 0 a")).isTrue();
    for (int i = 0; i < 20_000; i++) {
      lines.isNew("14 " + i + " " + "a".repeat(2000));
    }
    assertThat(lines.size()).isLessThan(8_000);
    mesh.setNow(100);
    lines.forget(60);
    assertThat(lines.size()).isZero();
  }
}
