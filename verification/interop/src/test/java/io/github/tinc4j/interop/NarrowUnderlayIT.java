package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An underlay whose packets have 1280 bytes at most. */
@InteropTest
class NarrowUnderlayIT {

  private static final int COUNT = 10;
  private static final int UNDERLAY_MTU = 1280;

  /**
   * The largest frame with default ciphers over {@value #UNDERLAY_MTU} bytes of IPv4 (spec 20, 2).
   */
  private static final int MTU = 1243;

  /** Ethernet, IPv4 and TCP headers. */
  private static final int HEADERS = 14 + 20 + 20;

  /** The option that all segments of a connection have, once both ends want it. */
  private static final int TIMESTAMP = 12;

  private static final Pattern SEGMENT = Pattern.compile("\"tcp_mss_default\":\\s*(\\d+)");

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"API, TINCD", "TINCD, API"})
  void packetsAreFragmentedAndSegmentsClampedToIt(Kind left, Kind right, Mesh mesh) {
    Node a = mesh.node("a");
    Node b = mesh.node("b").dials(a);
    for (Node node : List.of(a, b)) {
      node.host().run("ip link set dev eth0 mtu " + UNDERLAY_MTU);
    }
    a.start(left);
    b.start(right);
    a.awaitPing(b);
    a.awaitSettledPath(b);
    b.awaitSettledPath(a);

    for (Node from : List.of(a, b)) {
      Node to = from == a ? b : a;
      InterfaceCounters before = to.host().counters("tun0");
      Ping cut = Ping.send(from.host(), to.vpn4(), COUNT, "-M", "dont", "-s", "1400");
      assertThat(cut.lost()).isZero();
      long arrived = to.host().counters("tun0").since(before).rxPackets();
      assertThat(arrived).as("fragments").isBetween(2L * COUNT, 2L * cut.transmitted() + 5);
      assertThat(Ping.once(from.host(), to.vpn4(), "-M", "do", "-s", "1400").output())
          .contains("mtu = " + (MTU - 14));
      assertThat(segmentSize(from, to)).isEqualTo(MTU - HEADERS - TIMESTAMP);
    }
  }

  /** The largest segment of a TCP connection once it is open, without TCP's own options. */
  private static int segmentSize(Node from, Node to) {
    try (Daemon listener =
        to.run("listener", List.of("iperf3", "-s", "-1", "--forceflush", "-B", to.vpn4()))) {
      listener.await("listening");
      Command.Result report =
          Command.tryRun(from.host().command(List.of("iperf3", "-J", "-t", "1", "-c", to.vpn4())));
      Matcher size = SEGMENT.matcher(report.output());
      assertThat(size.find()).as(report.output()).isTrue();
      return Integer.parseInt(size.group(1));
    }
  }
}
