package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code TunnelServer}: neighbours that see it and not each other. */
@InteropTest
class TunnelServerIT {

  /** All nodes are in it: the way to each other, by the server. */
  private static final String ALL = "10.99.128.0/17";

  /** A and c dial the server, d dials c. */
  @ParameterizedTest(name = "{0} for {1}, {2} and {3}")
  @CsvSource({
    "API, TINCD, TINCD, TINCD",
    "TINCD, API, API, API",
    "API, API, TINCD, API",
    "TINCD, TINCD, TINCD, TINCD"
  })
  void neighboursHearNothingOfEachOtherAndReachEachOtherThroughIt(
      Kind serving, Kind first, Kind second, Kind third, Mesh mesh) {
    Node server = mesh.node("server").server("TunnelServer", "yes").host("Subnet", ALL);
    Node a = mesh.node("a").dials(server);
    Node c = mesh.node("c").dials(server);
    Node d = mesh.node("d").dials(c);
    server.start(serving);
    a.start(first);
    c.start(second);
    d.start(third);
    a.awaitPing(c);
    a.awaitPing(d);
    d.awaitPing(a);

    Set<String> left = Set.of("server-a", "a-server");
    Set<String> right = Set.of("server-c", "c-server", "c-d", "d-c");
    Set<String> all = new TreeSet<>(left);
    all.addAll(right);
    assertThat(Beliefs.of(server).edges()).isEqualTo(all);
    assertThat(Beliefs.of(a).edges()).isEqualTo(left);
    for (Node node : List.of(c, d)) {
      assertThat(Beliefs.of(node).edges()).as("edges that %s knows", node.name()).isEqualTo(right);
    }

    assertThat(Beliefs.of(server).subnets()).isEqualTo(withAll(server, a, c, d));
    assertThat(Beliefs.of(a).subnets()).isEqualTo(withAll(server, a));
    for (Node node : List.of(c, d)) {
      assertThat(Beliefs.of(node).subnets()).isEqualTo(withAll(server, c, d));
    }

    c.daemon().terminate();
    Poll.until(() -> Beliefs.of(server).edges(), edges -> !edges.contains("c-server"));
    assertThat(Ping.send(a.host(), server.vpn4(), 20).lost()).isZero();
    assertThat(Beliefs.of(a).nodes().keySet()).containsExactly("a", "server");
  }

  private static Set<String> withAll(Node... nodes) {
    Set<String> subnets = StrictSubnetsIT.subnets(nodes);
    subnets.add("server " + ALL + "#10");
    return subnets;
  }
}
