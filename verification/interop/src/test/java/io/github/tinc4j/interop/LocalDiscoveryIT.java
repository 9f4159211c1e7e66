package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code LocalDiscovery}: two nodes that know each other through a third share a network. */
@InteropTest
class LocalDiscoveryIT {

  /**
   * Nine rounds, a sleep of PingInterval, and as much again: a tincd looks at one datagram of
   * unknown source a second, and what it broadcasts itself comes back to it.
   */
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private static final int COUNT = 40;

  @ParameterizedTest(name = "{0} and {1}, AddressFamily = {2}, PortableUDP = {3}")
  @CsvSource({
    "API, TINCD, ipv4, no",
    "API, TINCD, ipv4, yes",
    "TINCD, API, ipv4, no",
    "API, API, any, no",
    "API, API, any, yes",
    "TINCD, TINCD, ipv4, no"
  })
  void nodesFindEachOtherOnTheNetworkTheyShare(
      Kind left, Kind right, String family, String portable, Mesh mesh) {
    Node relay = mesh.node("relay");
    Node a = mesh.node("a").dials(relay);
    Node c = mesh.node("c").dials(relay);
    a.host().setApart(true);
    c.host().setApart(true);
    a.host().joinLocally(c.host());
    for (Node end : new Node[] {a, c}) {
      end.server("LocalDiscovery", "yes");
      end.server("AddressFamily", family);
      end.server("PortableUDP", portable);
    }
    relay.start(Kind.TINCD);
    a.start(left);
    c.start(right);
    a.awaitPing(c); // without packets there is no key, and nobody is looked for

    awaitLocal(a, c);
    awaitLocal(c, a);
    a.awaitSettledPathsWith(c);
    InterfaceCounters before = a.host().counters("lan0");
    assertThat(Ping.send(a.host(), c.vpn4(), COUNT).lost()).isZero();
    InterfaceCounters local = a.host().counters("lan0").since(before);
    assertThat(local.txBytes())
        .as("bytes straight to c")
        .isGreaterThanOrEqualTo((long) COUNT * Ping.FRAME_BYTES);
    assertThat(local.rxBytes())
        .as("bytes straight from c")
        .isGreaterThanOrEqualTo((long) COUNT * Ping.FRAME_BYTES);
  }

  private static void awaitLocal(Node node, Node other) {
    Poll.until(
        PATIENCE,
        () -> Beliefs.of(node).nodes().get(other.name()),
        address -> local(address, other));
  }

  /**
   * Only the network of their own has these addresses for both of them; none is there while the
   * other is out of reach.
   */
  private static boolean local(@Nullable String address, Node other) {
    return address != null
        && (address.equals(other.host().localIpv4()) || address.startsWith("fe80:"));
  }
}
