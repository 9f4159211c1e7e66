package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotsTest {

  private static NodeInfo node(String name, boolean self, boolean reachable, String nexthop) {
    return new NodeInfo(
        NodeName.of(name),
        self,
        reachable,
        NodeName.of(nexthop),
        NodeName.of(nexthop),
        null,
        null,
        new PathMtu(0, 0, 1518, false),
        NodeOptions.NONE);
  }

  @Test
  void aViewOfTheMeshKeepsItsListsAndLetsNobodyChangeThem() {
    List<NodeInfo> nodes = new ArrayList<>(List.of(node("a", true, true, "a")));
    var view = new MeshView(nodes, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    nodes.clear();
    assertThat(view.nodes()).hasSize(1);
    for (List<?> list : List.of(view.nodes(), view.edges(), view.subnets(), view.connections())) {
      assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void aNodeIsFoundByItsName() {
    NodeInfo a = node("a", true, true, "a");
    var view = new MeshView(List.of(a), List.of(), List.of(), List.of());
    assertThat(view.node(NodeName.of("a"))).contains(a);
    assertThat(view.node(NodeName.of("b"))).isEmpty();
  }

  @Test
  void countersKeepTheirMapAndLetNobodyChangeIt() {
    var none = new TrafficCounters.Flow(0, 0);
    Map<DropReason, Long> drops = new EnumMap<>(Map.of(DropReason.BAD_MAC, 3L));
    var counters = new TrafficCounters(none, none, none, none, none, none, drops);
    drops.clear();
    assertThat(counters.dropped(DropReason.BAD_MAC)).isEqualTo(3);
    assertThat(counters.dropped(DropReason.REPLAYED)).isZero();
    assertThat(counters.drops()).containsOnlyKeys(DropReason.BAD_MAC);
    assertThatThrownBy(counters.drops()::clear).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "false, true, b, true",
    "false, true, c, false",
    "false, false, b, false",
    "true, true, b, false"
  })
  void aNeighbourIsReachableThroughItself(
      boolean self, boolean reachable, String nexthop, boolean neighbour) {
    assertThat(node("b", self, reachable, nexthop).neighbour()).isEqualTo(neighbour);
  }

  @Test
  void everyOptionHasItsBitOnTheWire() {
    var all = new NodeOptions(0x0400000f);
    assertThat(all.indirect() && all.tcpOnly() && all.pmtuDiscovery() && all.clampMss()).isTrue();
    assertThat(all.protocolMinor()).isEqualTo(4);
    assertThat(all).hasToString("400000f");
    assertThat(new NodeOptions(1).indirect()).isTrue();
    assertThat(new NodeOptions(2).tcpOnly()).isTrue();
    assertThat(new NodeOptions(4).pmtuDiscovery()).isTrue();
    assertThat(new NodeOptions(8).clampMss()).isTrue();
    assertThat(new NodeOptions(~15).indirect()).isFalse();
  }

  @Test
  void udpWorksOnceALengthIsProven() {
    assertThat(new PathMtu(1518, 0, 1518, false).udpWorks()).isFalse();
    assertThat(new PathMtu(1518, 1, 1518, false).udpWorks()).isTrue();
  }

  @Test
  void aCloseReasonReadsAsItsKindAndDetail() {
    assertThat(new CloseReason(CloseReason.Kind.OWN_NAME, "")).hasToString("OWN_NAME");
    assertThat(new CloseReason(CloseReason.Kind.OWN_NAME, "x")).hasToString("OWN_NAME: x");
  }
}
