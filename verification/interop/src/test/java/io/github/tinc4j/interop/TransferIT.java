package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That every byte which goes through the VPN arrives as it was sent: checked streams and numbered
 * datagrams between programs behind two Java nodes, and behind a Java node and a tincd.
 *
 * <p>In each way of moving packets a mesh of two Java nodes and a tincd; in each mesh three pairs,
 * by IPv4 and IPv6. Each of these carries {@value #MIB} MiB and {@value #COUNT} datagrams; {@code
 * -Dinterop.transfer.mib=1024 -Dinterop.transfer.datagrams=1000000} makes it more.
 */
@InteropTest
@Timeout(
    value = 60,
    unit = TimeUnit.MINUTES) // all waits are bounded; these bounds grow with volume
class TransferIT {

  private static final int MIB = 60;
  private static final int COUNT = 56_000;

  private static final long BYTES = Long.getLong("interop.transfer.mib", MIB) << 20;
  private static final int DATAGRAMS = Integer.getInteger("interop.transfer.datagrams", COUNT);

  private static final Duration MTU_PATIENCE = Duration.ofSeconds(40);

  /** Of the data packets, how many may go by TCP all the same. */
  private static final double BY_TCP = 0.01;

  private static final double LOST = 0.05;
  private static final double OVERTAKEN = 0.01;

  /**
   * What may happen to a packet without any fault of a node's: the MTU of the path is learnt, a
   * socket buffer overflows, and when it swallows 128 datagrams in a row, the next ones are from
   * the far future.
   */
  private static final List<String> HARMLESS_DROPS =
      List.of("TOO_BIG", "ANSWER_LIMITED", "UDP_CONGESTED", "FAR_FUTURE");

  private static final Map<Way, Trio> MESHES = new EnumMap<>(Way.class);

  /** How our nodes move packets. */
  enum Way {
    OFFLOAD("Offload", "yes"),
    ONE_BY_ONE("Offload", "no"),
    PORTABLE("PortableUDP", "yes");

    private final String variable;
    private final String value;

    Way(String variable, String value) {
      this.variable = variable;
      this.value = value;
    }

    @Override
    public String toString() {
      return variable + " = " + value;
    }
  }

  /** Who sends to whom; streams and acknowledgements go back all the same. */
  enum Pair {
    JAVA_TO_JAVA(0, 1),
    JAVA_TO_TINCD(0, 2),
    TINCD_TO_JAVA(2, 1);

    private final int from;
    private final int to;

    Pair(int from, int to) {
      this.from = from;
      this.to = to;
    }
  }

  @BeforeAll
  static void startAll() {
    // Together, because discovering the MTU takes each of them about 10 s.
    for (Way way : Way.values()) {
      MESHES.put(way, new Trio(way));
    }
    MESHES.values().forEach(Trio::start);
    MESHES.values().forEach(Trio::awaitUdp);
  }

  @AfterAll
  static void endAll() {
    MESHES.values().forEach(Trio::close);
    MESHES.clear();
  }

  static Stream<Arguments> everyPairEveryWay() {
    List<Arguments> all = new ArrayList<>();
    for (Way way : Way.values()) {
      for (Pair pair : Pair.values()) {
        all.add(Arguments.of(way, pair, false));
        all.add(Arguments.of(way, pair, true));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}, {1}, over IPv6: {2}")
  @MethodSource("everyPairEveryWay")
  void everyByteArrivesAsItWasSent(Way way, Pair pair, boolean ipv6) {
    Trio trio = MESHES.get(way);
    assertThat(trio).isNotNull();
    trio.check(pair, ipv6);
  }

  /** Two Java nodes and a tincd, each connected to both others. */
  private static final class Trio implements AutoCloseable {
    private final Mesh mesh = new Mesh();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Traffic> ends = new ArrayList<>();

    Trio(Way way) {
      for (String name : List.of("java", "other", "real")) {
        Node node = mesh.node(name).atFullSpeed();
        if (!name.equals("real")) {
          node.server(way.variable, way.value);
        }
        // A path whose probes stay unanswered while a burst is on its way falls back to TCP for a
        // while, by the rules; with the default intervals that is not to be feared.
        node.directory().serverInstead("PingInterval", "60");
        node.directory().serverInstead("PingTimeout", "5");
        nodes.forEach(node::dials);
        nodes.add(node);
      }
    }

    void start() {
      for (Node node : nodes) {
        node.launch(isTincd(node) ? Kind.TINCD : Kind.API);
      }
      nodes.forEach(node -> ends.add(Traffic.on(node)));
    }

    private static boolean isTincd(Node node) {
      return node.name().equals("real");
    }

    void awaitUdp() {
      for (Node from : nodes) {
        nodes.stream().filter(to -> to != from).forEach(from::awaitPing);
      }
      for (Node from : nodes) {
        for (Node to : nodes) {
          if (from != to) {
            awaitUdp(from, to);
          }
        }
      }
    }

    private static void awaitUdp(Node from, Node to) {
      if (isTincd(from)) {
        from.awaitFixedMtu(to);
      } else {
        String fixed = "PathChanged\\[node=" + to.name() + ", .*fixed=true";
        from.daemon().log().await(fixed, 0, MTU_PATIENCE);
      }
    }

    void check(Pair pair, boolean ipv6) {
      try {
        transfer(pair, ipv6);
      } catch (AssertionError e) {
        throw new AssertionError(e.getMessage() + "\n" + mesh.logs(), e);
      }
    }

    private void transfer(Pair pair, boolean ipv6) {
      Node from = nodes.get(pair.from);
      Node to = nodes.get(pair.to);
      Traffic sender = ends.get(pair.from);
      String address = ipv6 ? to.vpn6() : to.vpn4();
      List<Node> both = List.of(from, to);
      List<Node> ours = both.stream().filter(node -> !isTincd(node)).toList();
      List<NetCounters> hostsBefore = both.stream().map(node -> node.host().counters()).toList();
      List<NodeCounters> nodesBefore = ours.stream().map(NodeCounters::ask).toList();

      sender.streams(address, 1, 1, BYTES / 2, 0);
      sender.streams(address, 2, 4, BYTES / 16, BYTES / 16);
      int fragmented = DATAGRAMS / 4 * 3;
      assertFew(sender.datagrams(address, DatagramPlan.ofAnyLength(3, fragmented)));
      assertFew(sender.datagrams(address, DatagramPlan.ofEqualLengths(4, DATAGRAMS - fragmented)));

      for (int i = 0; i < both.size(); i++) {
        NetCounters used = both.get(i).host().counters().since(hostsBefore.get(i));
        assertThat(used.damaged()).as("damaged packets at %s", both.get(i).name()).isZero();
      }
      for (int i = 0; i < ours.size(); i++) {
        assertCountersOf(NodeCounters.ask(ours.get(i)).since(nodesBefore.get(i)));
      }
    }

    private static void assertFew(Traffic.Datagrams datagrams) {
      assertThat(datagrams.lost())
          .as("lost of %d", datagrams.sent())
          .isLessThan((int) (datagrams.sent() * LOST));
      assertThat(datagrams.overtaken())
          .as("overtaken of %d", datagrams.sent())
          .isLessThan((int) (datagrams.sent() * OVERTAKEN));
      assertThat(datagrams.repeated()).isLessThanOrEqualTo(datagrams.lost());
    }

    private static void assertCountersOf(NodeCounters used) {
      assertThat(used.drops().keySet()).as("%s", used).isSubsetOf(HARMLESS_DROPS);
      long moved = used.flow("fromDevice") + used.flow("toDevice");
      assertThat(used.flow("tcpSent") + used.flow("tcpReceived"))
          .as("by TCP of %d", moved)
          .isLessThan((long) (moved * BY_TCP));
    }

    @Override
    public void close() {
      mesh.close();
    }
  }
}
