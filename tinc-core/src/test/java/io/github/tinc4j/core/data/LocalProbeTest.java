package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Probes for all hosts of the local network (spec 20, 9.5). */
class LocalProbeTest extends LaneFixture {

  private static final NodeName A = NodeName.of("a");

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(TestTable.ip(host), port);
  }

  @Test
  void theyAreSealedForTheNodeAndGoToItsPortOnEachNetworkInTurn() {
    udp.localWays.add(new LocalWay(0, TestTable.ip("255.255.255.255")));
    udp.localWays.add(new LocalWay(3, TestTable.ip("ff02::1")));
    PacketLane lane = lane();
    for (int turn = 1; turn <= 3; turn++) {
      lane.sendLocalProbe(A, new byte[64], 656, turn);
    }
    assertThat(udp.sent)
        .extracting(FakeUdp.Sent::to)
        .containsExactly(at("ff02::1", 656), at("255.255.255.255", 656), at("ff02::1", 656));
    assertThat(udp.sent).extracting(FakeUdp.Sent::socket).containsExactly(3, 0, 3);
    assertThat(udp.sent).extracting(FakeUdp.Sent::peer).containsOnly("a");
    int overhead = udp.sent.get(0).bytes().size();
    udp.sent.clear();
    lane.sendProbe(A, new byte[64], 0);
    assertThat(udp.sent.get(0).bytes()).hasSize(overhead);
  }

  @Test
  void whatTheLocalNetworkDoesNotTakeSaysNothingOfThePath() {
    udp.localWays.add(new LocalWay(0, TestTable.ip("255.255.255.255")));
    udp.outcome = Outcome.TOO_LONG;
    lane().sendLocalProbe(A, new byte[1500], 655, 1);
    assertThat(counters.snapshot().dropped(DropReason.TOO_BIG)).isEqualTo(1);
    assertThat(punts()).containsExactly(new Punt.TooLong(A, 0));
  }

  @Test
  void withoutKeyNodeOrNetworkTheyAreDropped() {
    lane().sendLocalProbe(A, new byte[64], 655, 1);
    udp.localWays.add(new LocalWay(0, TestTable.ip("255.255.255.255")));
    a.sealing = null;
    PacketLane lane = lane();
    lane.sendLocalProbe(A, new byte[64], 655, 1);
    lane.sendLocalProbe(NodeName.of("nobody"), new byte[64], 655, 1);
    assertThat(udp.sent).isEmpty();
    assertThat(counters.snapshot().dropped(DropReason.UNREACHABLE)).isEqualTo(3);
    assertThatThrownBy(() -> lane.sendLocalProbe(A, new byte[1519], 655, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
