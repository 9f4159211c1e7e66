package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** {@code Mode = switch} and {@code hub}: one Ethernet over four nodes in a ring. */
@InteropTest
class SwitchModeIT {

  private static final int COUNT = 20;

  @ParameterizedTest(name = "{0}: {1}, {2}, {3}, {4}")
  @CsvSource({
    "switch, TINCD, JAR, TINCD, API",
    "switch, JAR, JAR, TINCD, JAR",
    "hub, TINCD, JAR, TINCD, JAR",
  })
  void everyNodeReachesEveryOtherAndNothingGoesRoundInCircles(
      String mode, Kind first, Kind second, Kind third, Kind fourth, Mesh mesh) {
    List<Node> ring = ring(mode, List.of(first, second, third, fourth), mesh);
    for (Node from : ring) {
      for (Node to : ring) {
        if (from != to) {
          from.awaitPing(to);
          assertThatNothingIsLost(from, to, to.vpn4());
          from.awaitPing6(to);
          assertThatNothingIsLost(from, to, to.vpn6());
        }
      }
    }
    for (Node from : ring) {
      assertThatABroadcastArrivesOnceEverywhere(from, ring);
    }
  }

  private static void assertThatNothingIsLost(Node from, Node to, String address) {
    Ping ping = Ping.send(from.host(), address, COUNT);
    assertThat(ping.lost()).as("lost from %s to %s, %s", from.name(), to.name(), ping).isZero();
  }

  /**
   * A ring whose nodes all know every edge: a frame that is under way while the ring closes may
   * meet one node with the old spanning tree and one with the new, and be lost between them.
   */
  private static List<Node> ring(String mode, List<Kind> kinds, Mesh mesh) {
    List<Node> ring = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      ring.add(mesh.node("n" + i).server("Mode", mode));
    }
    for (int i = 0; i < ring.size(); i++) {
      ring.get(i).dials(ring.get((i + 1) % ring.size()));
    }
    for (int i = 0; i < ring.size(); i++) {
      ring.get(i).start(kinds.get(i));
    }
    for (Node node : ring) {
      Poll.until(() -> Beliefs.of(node).edges(), all -> all.size() == 2 * ring.size());
    }
    return ring;
  }

  /** Echo requests to the broadcast address, which no host answers. */
  private static void assertThatABroadcastArrivesOnceEverywhere(Node from, List<Node> ring) {
    List<Node> others = ring.stream().filter(node -> node != from).toList();
    List<Long> before = others.stream().map(SwitchModeIT::echoes).toList();
    Command.tryRun(
        from.host()
            .command(
                List.of(
                    "ping",
                    "-n",
                    "-b",
                    "-q",
                    "-c",
                    "" + COUNT,
                    "-i",
                    "0.02",
                    "-W",
                    "0.5",
                    "10.99.255.255")));
    for (int i = 0; i < others.size(); i++) {
      long mark = before.get(i);
      Node other = others.get(i);
      long arrived = Poll.until(() -> echoes(other) - mark, count -> count >= COUNT);
      assertThat(arrived).as("broadcasts of %s at %s", from.name(), other.name()).isEqualTo(COUNT);
    }
  }

  /** How many echo requests the host has got so far. */
  private static long echoes(Node node) {
    return node.host().counters().echoesIn();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "TINCD")
  void addressesAreLearnedAndForgottenWhenTheyAreNotSeen(Kind ours, Mesh mesh) {
    Node java = mesh.node("java").server("Mode", "switch").server("MACExpire", "3").asksOften();
    Node real = mesh.node("real").server("Mode", "switch").asksOften().dials(java);
    java.start(ours);
    real.start(Kind.TINCD);
    real.awaitPing(java);
    String mac = address(java);
    Poll.until(
        () -> {
          real.awaitPing(java);
          return real.daemon().dump();
        },
        subnets -> subnets.contains(" " + mac + "#10 owner java"));
    java.host().run("ip link set dev tun0 address 02:00:00:00:00:77");
    java.awaitPing(real); // asks for the address of the other host again, which so hears of its own
    Poll.until(
        () -> real.daemon().dump(),
        subnets ->
            subnets.contains(" 2:0:0:0:0:77#10 owner java")
                && !subnets.contains(" " + mac + "#10 owner java"));
  }

  /** The MAC address of a node's tap, as tinc writes it. */
  private static String address(Node node) {
    String text = node.host().run("cat /sys/class/net/tun0/address").strip();
    return text.replaceAll("\\b0([0-9a-f])", "$1");
  }
}
