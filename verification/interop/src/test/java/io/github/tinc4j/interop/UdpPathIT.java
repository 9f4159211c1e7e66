package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That packets go by UDP, and up to which length. */
@InteropTest
class UdpPathIT {

  /** The largest frame with default ciphers over 1500 bytes of IPv4 (spec 20, 2). */
  private static final int MTU = 1451;

  /** Ethernet, IPv4 and ICMP headers of a ping; the rest of the frame is its payload. */
  private static final int PING_HEADERS = 14 + 20 + 8;

  @Test
  void theMtuIsFixedAtWhatTincdFindsForItself(Mesh mesh) {
    Node real = mesh.node("real");
    Node other = mesh.node("other").dials(real);
    Node java = mesh.node("java").dials(real);
    real.start(Kind.TINCD);
    other.start(Kind.TINCD);
    Daemon ours = java.start(Kind.API);

    java.awaitPing(other); // without packets for it there is no key, hence no discovery

    NodeDump towardsTincd = real.awaitFixedMtu(other);
    NodeDump towardsJava = real.awaitFixedMtu(java);
    assertThat(towardsTincd.mtu()).isEqualTo(MTU);
    assertThat(towardsJava).isEqualTo(new NodeDump("java", "java", MTU, MTU, MTU));
    for (String peer : new String[] {"real", "other"}) {
      ours.log()
          .await(
              "PathChanged\\[node=" + peer + ", .*mtu=1451, minMtu=1451, maxMtu=1451, fixed=true",
              0,
              Duration.ofMinutes(2));
    }
    assertThatPacketsGoByUdp(java, real);
    assertThatPacketsGoByUdp(real, java);
  }

  private static void assertThatPacketsGoByUdp(Node from, Node to) {
    int count = 80; // as many fit into a socket buffer, if nobody reads for a while
    NetCounters before = from.host().counters();
    InterfaceCounters cable = from.host().counters("eth0");
    String largest = Integer.toString(MTU - PING_HEADERS);
    Ping fit = Ping.send(from.host(), to.vpn4(), count, "-M", "do", "-s", largest);
    NetCounters used = from.host().counters().since(before);
    assertThat(fit.lost()).isZero();
    assertThat(used.tcpOut()).isLessThan(count / 4);
    // Datagrams that go to the kernel as one message count once there.
    InterfaceCounters moved = from.host().counters("eth0").since(cable);
    assertThat(moved.txBytes()).isGreaterThanOrEqualTo((long) count * MTU);
    assertThat(moved.rxBytes()).isGreaterThanOrEqualTo((long) count * MTU);
  }

  @Test
  void aPacketOverTheMtuIsAnsweredWithTheMtuToUse(Mesh mesh) {
    Node real = mesh.node("real");
    Node java = mesh.node("java").dials(real);
    real.start(Kind.TINCD);
    java.start(Kind.API);
    real.awaitSettledPathsWith(java);
    for (Node from : new Node[] {java, real}) {
      Node to = from == java ? real : java;
      String tooLong = Integer.toString(MTU - PING_HEADERS + 1);
      Command.Result result = Ping.once(from.host(), to.vpn4(), "-M", "do", "-s", tooLong);
      assertThat(result.output()).as("from %s", from).contains("mtu = " + (MTU - 14));
    }
  }
}
