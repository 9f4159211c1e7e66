package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code StrictSubnets}: what a node believes that does not believe all, and what it passes on. */
@InteropTest
class StrictSubnetsIT {

  /** In the configuration of one node, and in the host files of nobody else. */
  private static final String UNKNOWN = "10.66.0.0/16";

  /** In a host file that only the strict node has. */
  private static final String EXPECTED = "10.67.0.0/16";

  @ParameterizedTest(name = "{0} between {1} and {2}")
  @CsvSource({"API, TINCD, TINCD", "TINCD, API, API", "API, API, TINCD", "TINCD, TINCD, TINCD"})
  void aStrictNodeBelievesItsHostFilesAndPassesOnTheRest(
      Kind strictly, Kind left, Kind right, Mesh mesh) {
    Node strict = mesh.node("strict").server("StrictSubnets", "yes");
    strict.directory().file("hosts/ghost", "Subnet = " + EXPECTED);
    Node a = mesh.node("a").dials(strict);
    Node c = mesh.node("c").dials(strict).server("Subnet", UNKNOWN);
    strict.start(strictly);
    a.start(left);
    a.awaitPing(strict); // what a strict node passes on without keeping it, latecomers never hear
    c.start(right);
    a.awaitPing(c);

    Set<String> everything = subnets(strict, a, c);
    everything.add("ghost " + EXPECTED + "#10");
    assertThat(Beliefs.of(strict).subnets()).isEqualTo(everything);
    everything.add("c " + UNKNOWN + "#10");
    for (Node end : List.of(a, c)) {
      Poll.until(() -> Beliefs.of(end).subnets(), everything::equals);
    }
    assertSameEdges(strict, a, c);
    assertThat(Beliefs.of(a).nodes().keySet()).containsExactly("a", "c", "ghost", "strict");
    strict.awaitKeysWith(a);
    strict.awaitKeysWith(c);
    assertThat(Ping.send(a.host(), c.vpn6(), 20).lost()).isZero();

    c.daemon().terminate();
    Poll.until(() -> Beliefs.of(strict).edges(), edges -> edges.size() == 2);
    everything.remove("c " + UNKNOWN + "#10");
    assertThat(Beliefs.of(strict).subnets()).isEqualTo(everything);
  }

  @ParameterizedTest
  @CsvSource({"API, TINCD", "TINCD, API", "TINCD, TINCD"})
  void aStrictNodeSendsNothingToAnUnknownSubnet(Kind strictly, Kind other, Mesh mesh) {
    Node strict = mesh.node("strict").server("StrictSubnets", "yes");
    Node peer = mesh.node("peer").dials(strict).server("Subnet", "10.99.200.0/24");
    peer.directory().addToScript("tinc-up", "ip addr add 10.99.200.1/24 dev $INTERFACE");
    strict.start(strictly);
    peer.start(other);
    strict.awaitPing(peer);
    Poll.until( // no more than three answers a second
        () -> Ping.once(strict.host(), "10.99.200.1", "-W", "1").output(),
        output -> output.contains("Destination Net Unknown"));
    assertThat(Beliefs.of(strict).subnets()).isEqualTo(subnets(strict, peer));
  }

  private static void assertSameEdges(Node... nodes) {
    Set<String> edges = Set.of("strict-a", "a-strict", "strict-c", "c-strict");
    for (Node node : nodes) {
      assertThat(Beliefs.of(node).edges()).as("edges that %s knows", node.name()).isEqualTo(edges);
    }
  }

  /** The networks that these nodes have by their host files. */
  static Set<String> subnets(Node... nodes) {
    List<String> all = new ArrayList<>();
    for (Node node : nodes) {
      int number = node.host().number();
      all.add(node.name() + " 10.99." + (128 + number) + ".0/24#10");
      all.add(node.name() + " fd99:1:" + number + ":0:0:0:0:0/48#10");
    }
    return new TreeSet<>(all);
  }
}
