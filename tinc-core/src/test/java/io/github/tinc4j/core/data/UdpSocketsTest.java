package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.forward.PeerPath;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which socket a datagram leaves from. */
class UdpSocketsTest {

  private static final PeerPath PEER =
      new PeerPath(1, NodeName.of("b"), true, NodeOptions.NONE, 1, 1, 1518, 0, null, 0, null, null);
  private static final InetSocketAddress IPV4 = new InetSocketAddress(TestTable.ip("10.9.9.9"), 5);
  private static final InetSocketAddress IPV6 = new InetSocketAddress(TestTable.ip("fd00::9"), 5);

  private final List<String> calls = new ArrayList<>();
  private final Datagrams datagrams = new Datagrams(8);

  /** A socket that writes down which slots it was to send. */
  private UdpTransport socket(String host) {
    InetAddress address = TestTable.ip(host);
    return socket(host, address instanceof Inet4Address || address.isAnyLocalAddress());
  }

  private UdpTransport socket(String host, boolean takesIpv4) {
    UdpTransport transport = mock();
    when(transport.localAddress()).thenReturn(new InetSocketAddress(TestTable.ip(host), 655));
    when(transport.takesIpv4()).thenReturn(takesIpv4);
    doAnswer(
            call -> {
              int from = call.getArgument(1);
              int to = call.getArgument(2);
              calls.add(host + " " + from + "-" + to);
              for (int slot = from; slot < to; slot++) {
                datagrams.setOutcome(slot, Outcome.SENT);
              }
              return null;
            })
        .when(transport)
        .send(any(), anyInt(), anyInt());
    return transport;
  }

  private void add(InetSocketAddress to, int socket) {
    datagrams.add(1, mock(Sealer.class), PEER, to, socket, 100);
  }

  @Test
  void whatLeavesFromOneSocketLeavesTogether() {
    var sockets = new UdpSockets(List.of(socket("10.0.0.1"), socket("10.0.0.2")));
    for (int socket : new int[] {0, 0, 1, 1, 1, 0}) {
      add(IPV4, socket);
    }
    sockets.send(datagrams);
    assertThat(calls).containsExactly("10.0.0.1 0-2", "10.0.0.2 2-5", "10.0.0.1 5-6");
  }

  @Test
  void theFirstSocketOfTheFamilyTakesWhatHasNone() {
    var sockets = new UdpSockets(List.of(socket("10.0.0.1"), socket("fd00::1"), socket("fd00::2")));
    add(IPV6, -1);
    add(IPV6, 0);
    add(IPV6, 2);
    add(IPV6, 3);
    add(IPV4, 1);
    sockets.send(datagrams);
    assertThat(calls).containsExactly("fd00::1 0-2", "fd00::2 2-3", "fd00::1 3-4", "10.0.0.1 4-5");
  }

  @Test
  void anIpv6WildcardThatLeavesIpv4AloneGetsNone() {
    var sockets = new UdpSockets(List.of(socket("::", false), socket("10.0.0.1")));
    add(IPV4, 0);
    add(IPV6, 1);
    sockets.send(datagrams);
    assertThat(calls).containsExactly("10.0.0.1 0-1", ":: 1-2");
    assertThat(sockets.localWays())
        .containsExactly(
            new LocalWay(0, TestTable.ip("ff02::1")),
            new LocalWay(1, TestTable.ip("255.255.255.255")));
  }

  @Test
  void theIpv6WildcardTakesBothFamilies() {
    new UdpSockets(List.of(socket("::"))).send(datagrams);
    add(IPV6, -1);
    add(IPV4, 0);
    new UdpSockets(List.of(socket("::"))).send(datagrams);
    assertThat(calls).containsExactly(":: 0-2");
  }

  @Test
  void eachSocketReachesTheLocalNetworksOfItsFamilies() {
    var sockets = new UdpSockets(List.of(socket("10.0.0.1"), socket("fd00::1"), socket("::")));
    assertThat(sockets.localWays())
        .containsExactly(
            new LocalWay(0, TestTable.ip("255.255.255.255")),
            new LocalWay(1, TestTable.ip("ff02::1")),
            new LocalWay(2, TestTable.ip("255.255.255.255")),
            new LocalWay(2, TestTable.ip("ff02::1")));
  }

  @Test
  void aSocketOfOneLinkReachesThatLink() throws UnknownHostException {
    byte[] bound = TestTable.ip("fe80::1").getAddress();
    UdpTransport transport = mock();
    when(transport.localAddress())
        .thenReturn(new InetSocketAddress(Inet6Address.getByAddress(null, bound, 7), 655));
    assertThat(new UdpSockets(List.of(transport)).localWays())
        .singleElement()
        .extracting(way -> ((Inet6Address) way.address()).getScopeId())
        .isEqualTo(7);
  }

  @Test
  void whatNoSocketCanSendIsRefusedAndTheRestGoes() {
    add(IPV6, 0);
    add(IPV4, 0);
    new UdpSockets(List.of(socket("10.0.0.1"))).send(datagrams);
    assertThat(calls).containsExactly("10.0.0.1 1-2");
    assertThat(datagrams.outcome(0)).isEqualTo(Outcome.REFUSED);
    assertThat(datagrams.outcome(1)).isEqualTo(Outcome.SENT);
  }
}
