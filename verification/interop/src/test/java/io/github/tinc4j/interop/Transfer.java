package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

/**
 * Checked traffic from one host to another through the VPN: one stream, several at once in both
 * directions, datagrams of any length, runs of datagrams of one length sent one by one and joined.
 * All of it must arrive as it was sent, by UDP between the nodes, and no kernel or node may find
 * anything damaged.
 */
record Transfer(Traffic sender, Node to, String address) {

  /** Of the packets, how many may go through the meta connection all the same. */
  private static final double BY_TCP = 0.01;

  private static final double LOST = 0.05;
  private static final double OVERTAKEN = 0.01;

  /**
   * What may happen to a packet without any fault of a node's: the MTU of the path is learnt, and
   * until then what is too long for UDP goes by TCP, as far as there is room; a socket buffer
   * overflows, and when it swallows 128 datagrams in a row, the next ones are from the far future.
   */
  private static final List<String> HARMLESS_DROPS =
      List.of("TOO_BIG", "ANSWER_LIMITED", "META_CONGESTED", "UDP_CONGESTED", "FAR_FUTURE");

  /** By IPv4 or IPv6, between two nodes of a mesh. */
  static Transfer of(TransferMesh mesh, Node from, Node to, boolean ipv6) {
    return new Transfer(mesh.at(from), to, ipv6 ? to.vpn6() : to.vpn4());
  }

  /**
   * Transfers.
   *
   * @param bytes by TCP
   * @param datagrams how many of any length by UDP; of those in runs an eighth, twice
   */
  void check(long bytes, int datagrams) {
    List<Node> both = List.of(sender.node(), to);
    List<Node> ours = both.stream().filter(node -> node.kind() == Kind.API).toList();
    List<NetCounters> hostsBefore = both.stream().map(node -> node.host().counters()).toList();
    List<NodeCounters> nodesBefore = ours.stream().map(NodeCounters::ask).toList();

    sender.streams(address, 1, 1, bytes / 2, 0);
    sender.streams(address, 2, 4, bytes / 16, bytes / 16);
    assertWell(sender.datagrams(address, DatagramPlan.ofAnyLength(3, datagrams)));
    assertWell(sender.datagrams(address, DatagramPlan.inRuns(4, datagrams / 8)));
    assertWell(sender.datagrams(address, DatagramPlan.joined(5, datagrams / 8)));

    for (int i = 0; i < both.size(); i++) {
      NetCounters used = both.get(i).host().counters().since(hostsBefore.get(i));
      assertThat(used.damaged()).as("damaged packets at %s", both.get(i).name()).isZero();
    }
    for (int i = 0; i < ours.size(); i++) {
      assertWell(NodeCounters.ask(ours.get(i)).since(nodesBefore.get(i)));
    }
  }

  private static void assertWell(Traffic.Datagrams datagrams) {
    assertThat(datagrams.lost())
        .as("lost of %d", datagrams.sent())
        .isLessThanOrEqualTo((int) (datagrams.sent() * LOST));
    assertThat(datagrams.overtaken())
        .as("overtaken of %d", datagrams.sent())
        .isLessThanOrEqualTo((int) (datagrams.sent() * OVERTAKEN));
    assertThat(datagrams.repeated()).isLessThanOrEqualTo(datagrams.lost());
  }

  private static void assertWell(NodeCounters used) {
    assertThat(used.drops().keySet()).as("%s", used).isSubsetOf(HARMLESS_DROPS);
    long moved = used.flow("fromDevice") + used.flow("toDevice");
    long byTcp = Stream.of("tcpSent", "tcpReceived").mapToLong(used::flow).sum();
    assertThat(byTcp).as("by TCP of %d", moved).isLessThanOrEqualTo((long) (moved * BY_TCP));
  }
}
