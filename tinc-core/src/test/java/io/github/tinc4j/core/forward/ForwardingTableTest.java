package io.github.tinc4j.core.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForwardingTableTest {

  private final TestTable mesh = new TestTable();
  private final TestTable.Peer a = mesh.add("a");
  private final TestTable.Peer b = mesh.add("b");

  @Test
  void aNodeIsFoundByItsName() {
    assertThat(Objects.requireNonNull(mesh.build().byName(NodeName.of("b"))).index()).isEqualTo(2);
    assertThat(mesh.build().byName(NodeName.of("c"))).isNull();
  }

  @Test
  void aNodeIsFoundByItsUdpAddress() {
    PeerPath found = mesh.build().bySource(TestTable.address(1));
    assertThat(Objects.requireNonNull(found).index()).isEqualTo(1);
  }

  @Test
  void ofTwoNodesWithOneAddressOnlyTheFirstIsFound() {
    b.address = a.address;
    PeerPath found = mesh.build().bySource(TestTable.address(1));
    assertThat(Objects.requireNonNull(found).index()).isEqualTo(1);
    assertThat(mesh.build().bySource(TestTable.address(2))).isNull();
  }

  @Test
  void anUnreachableNodeHasNoSource() {
    a.unreachable().address = TestTable.address(1);
    assertThat(mesh.build().bySource(TestTable.address(1))).isNull();
  }

  @Test
  void aDirectBroadcastGoesToWhomWeCanSendUdp() {
    mesh.add("relayed").behind(a);
    mesh.add("indirectNeighbour").via = 0;
    mesh.add("far").beyond(a);
    mesh.add("noAddress").address = null;
    mesh.add("down").unreachable();
    ForwardingTable table = mesh.build();
    assertThat(IntStream.range(0, table.directCount()).map(table::directTarget))
        .containsExactly(1, 2, 4, 5);
  }

  @Test
  void anIndexOutsideTheTableIsRefused() {
    mesh.broadcast(7);
    assertThatThrownBy(mesh::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7");
  }

  @Test
  void aNexthopThatIsNoNeighbourIsRefused() {
    b.behind(a);
    mesh.add("c").behind(b);
    assertThatThrownBy(mesh::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nexthop of c");
  }

  @Test
  void theCellBeginsEmptyAndGivesTheNewestTable() {
    var cell = new ForwardingCell();
    assertThat(cell.current().lookupIpv4(1)).isEqualTo(-1);
    ForwardingTable next = mesh.build();
    cell.publish(next);
    assertThat(cell.current()).isSameAs(next);
  }
}
