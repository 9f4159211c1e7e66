package io.github.tinc4j.core.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.meta.MetaOwner;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way to each node (spec 30, 4), and the tree that broadcasts follow (spec 30, 5). */
class GraphTest {

  private static final WireAddress ADDRESS = new WireAddress("192.0.2.1", "655");

  /** One half of a link, by the names of its ends. */
  private record Half(String from, String to, int options, int weight, String host) {}

  private static Half half(String from, String to) {
    return new Half(from, to, 0xc, 1, ADDRESS.host());
  }

  private final List<Half> halves = new ArrayList<>();

  private GraphTest link(String a, String b) {
    return link(a, b, 0xc, 1);
  }

  private GraphTest link(String a, String b, int options, int weight) {
    halves.add(new Half(a, b, options, weight, ADDRESS.host()));
    halves.add(new Half(b, a, options, weight, ADDRESS.host()));
    return this;
  }

  /** The mesh as the node {@code self} sees it, with a connection to each of its neighbours. */
  private Mesh meshOf(String self) {
    var mesh = new Mesh(NodeName.of(self), 0);
    for (Half half : halves) {
      NodeEntry from = node(mesh, half.from());
      NodeEntry to = node(mesh, half.to());
      WireAddress address = new WireAddress(half.host(), "655");
      mesh.putEdge(new Edge(from, to, address, new NodeOptions(half.options()), half.weight()));
      if (from == mesh.self()) {
        to.attach(connection());
      }
    }
    Graph.route(mesh.self()).forEach(NodeEntry::becameReachable);
    Graph.route(mesh.self());
    return mesh;
  }

  private static MetaConnection connection() {
    return MetaConnection.incoming(
        new ConnectionId(1),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
        mock(Identities.class),
        mock(MetaOwner.class),
        0);
  }

  private static NodeEntry node(Mesh mesh, String name) {
    return Objects.requireNonNull(mesh.addNode(NodeName.of(name)));
  }

  private static @Nullable String nexthop(Mesh mesh, String name) {
    NodeEntry nexthop = node(mesh, name).nexthop();
    return nexthop == null ? null : nexthop.name().value();
  }

  private static @Nullable String via(Mesh mesh, String name) {
    NodeEntry via = node(mesh, name).via();
    return via == null ? null : via.name().value();
  }

  @Test
  void aNodeWithoutNeighboursReachesItself() {
    Mesh mesh = meshOf("a");
    assertThat(nexthop(mesh, "a")).isEqualTo("a");
    assertThat(via(mesh, "a")).isEqualTo("a");
  }

  @Test
  void theNexthopIsTheNeighbourThatLeadsThereAndDirectNodesAreTheirOwnVia() {
    Mesh mesh = link("a", "b").link("b", "c").link("c", "d").meshOf("a");
    for (String name : List.of("b", "c", "d")) {
      assertThat(nexthop(mesh, name)).isEqualTo("b");
      assertThat(via(mesh, name)).isEqualTo(name);
    }
  }

  @Test
  void theShortestWayCountsAndWeightsDoNot() {
    Mesh mesh = link("a", "z", 0xc, 1000).link("a", "b").link("b", "z").meshOf("a");
    assertThat(nexthop(mesh, "z")).isEqualTo("z");
  }

  @Test
  void ofWaysOfTheSameLengthThatThroughTheLowerNameIsTaken() {
    Mesh mesh = link("a", "c").link("a", "b").link("c", "d").link("b", "d").meshOf("a");
    assertThat(nexthop(mesh, "d")).isEqualTo("b");
  }

  @Test
  void anEdgeWithoutItsReverseLeadsNowhere() {
    halves.add(half("a", "b"));
    halves.add(half("c", "a"));
    Mesh mesh = meshOf("a");
    assertThat(nexthop(mesh, "b")).isNull();
    assertThat(nexthop(mesh, "c")).isNull();
  }

  @Test
  void beyondAnIndirectEdgeTheLastDirectNodeIsVia() {
    Mesh mesh = link("a", "b").link("b", "c", 0xd, 1).link("c", "d").meshOf("a");
    assertThat(via(mesh, "b")).isEqualTo("b");
    assertThat(via(mesh, "c")).isEqualTo("b");
    assertThat(via(mesh, "d")).as("behind an indirect node").isEqualTo("b");
    assertThat(node(mesh, "c").options().indirect()).isTrue();
  }

  @Test
  void anIndirectNeighbourIsReachedThroughUs() {
    Mesh mesh = link("a", "b", 0xd, 1).meshOf("a");
    assertThat(nexthop(mesh, "b")).isEqualTo("b");
    assertThat(via(mesh, "b")).isEqualTo("a");
  }

  @Test
  void aNodeFoundIndirectlyIsUpgradedByALongerDirectWayButKeepsItsNexthop() {
    // To d: a-b-d is indirect, a-c-e-d is longer and direct.
    Mesh mesh =
        link("a", "b")
            .link("b", "d", 0xd, 1)
            .link("a", "c")
            .link("c", "e")
            .link("e", "d", 0x7, 1)
            .link("e", "d", 0xc, 1)
            .meshOf("a");
    assertThat(nexthop(mesh, "d")).isEqualTo("b");
    assertThat(via(mesh, "d")).isEqualTo("d");
    assertThat(node(mesh, "d").options()).isEqualTo(new NodeOptions(0xc));
  }

  @Test
  void whatLiesBehindAnUpgradedNodeIsUpgradedToo() {
    Mesh mesh =
        link("a", "b")
            .link("b", "d", 0xd, 1)
            .link("d", "z")
            .link("a", "c")
            .link("c", "e")
            .link("e", "d")
            .meshOf("a");
    assertThat(via(mesh, "z")).isEqualTo("z");
  }

  @Test
  void theFirstNumericAddressOnTheWayIsTheUdpAddress() {
    halves.add(new Half("a", "b", 0xc, 1, "not.numeric"));
    halves.add(half("b", "a"));
    halves.add(new Half("a", "c", 0xc, 1, "192.0.2.3"));
    halves.add(half("c", "a"));
    halves.add(new Half("b", "c", 0xc, 1, "192.0.2.4"));
    halves.add(half("c", "b"));
    Mesh mesh = meshOf("a");
    assertThat(node(mesh, "b").udpAddress()).isNull();
    assertThat(node(mesh, "c").udpAddress()).hasToString("/192.0.2.3:655");
  }

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  /** Few weights, so that many edges are equally good; some are known of one half only. */
  private void randomGraph(Random random, List<String> names) {
    for (String a : names) {
      for (String b : names) {
        if (a.compareTo(b) < 0 && random.nextInt(3) == 0) {
          int options = random.nextInt(4) == 0 ? 0xd : 0xc;
          link(a, b, options, random.nextInt(3));
          if (random.nextInt(8) == 0) {
            halves.remove(halves.size() - 1);
          }
        }
      }
    }
  }

  /** The algorithm of spec 30, 5, to the letter. */
  private static Set<Set<String>> treeOfTheSpecification(Mesh mesh) {
    List<Edge> edges = new ArrayList<>(mesh.edges());
    Set<NodeEntry> visited = new HashSet<>();
    Set<Set<String>> tree = new HashSet<>();
    edges.stream()
        .filter(e -> e.from().isReachable())
        .findFirst()
        .ifPresent(e -> visited.add(e.from()));
    boolean restart = true;
    while (restart) {
      restart = false;
      boolean skipped = false;
      for (Edge edge : edges) {
        if (edge.reverse() == null
            || visited.contains(edge.from()) == visited.contains(edge.to())) {
          skipped = true;
          continue;
        }
        visited.add(edge.from());
        visited.add(edge.to());
        tree.add(Set.of(edge.from().name().value(), edge.to().name().value()));
        if (skipped) {
          restart = true;
          break;
        }
      }
    }
    return tree;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void allNodesWorkOutTheTreeOfTheSpecification(int seed) {
    var random = new Random(seed);
    List<String> names = IntStream.range(0, 2 + random.nextInt(9)).mapToObj(i -> "n" + i).toList();
    randomGraph(random, names);
    for (String name : names) {
      Mesh mesh = meshOf(name);
      Set<String> expected =
          treeOfTheSpecification(mesh).stream()
              .filter(link -> link.contains(name))
              .flatMap(Set::stream)
              .filter(end -> !end.equals(name))
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> actual =
          Graph.treeNeighbours(mesh.self(), mesh.edges()).stream()
              .map(neighbour -> neighbour.name().value())
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(actual).as("%s in %s", name, halves).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyWayEndsAndEveryViaCanBeContactedDirectly(int seed) {
    var random = new Random(seed);
    List<String> names = IntStream.range(0, 2 + random.nextInt(9)).mapToObj(i -> "n" + i).toList();
    randomGraph(random, names);
    Mesh mesh = meshOf("n0");
    for (NodeEntry node : mesh.nodes()) {
      NodeEntry nexthop = node.nexthop();
      NodeEntry via = node.via();
      assertThat(nexthop == null).isEqualTo(via == null).isEqualTo(!node.isReachable());
      if (nexthop != null && via != null && node != mesh.self()) {
        assertThat(mesh.self().edgeTo(nexthop.name())).isNotNull();
        assertThat(nexthop.nexthop()).isSameAs(nexthop);
        assertThat(via.via()).as("via of %s", node).isSameAs(via);
      }
    }
  }
}
