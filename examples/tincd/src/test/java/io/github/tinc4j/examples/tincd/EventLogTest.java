package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.PathMtu;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLogTest {

  private static final NodeName BETA = NodeName.of("beta");
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.2", 655);
  private static final PathMtu PROBING = new PathMtu(1518, 0, 1518, false);
  private static final PathMtu FIXED = new PathMtu(1451, 1451, 1451, true);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aNodeThatComesAndGoesIsNamed() {
    EventLog log = atLevel(1);
    log.nodeReachable(new MeshEvent.NodeReachable(BETA, NodeName.of("hub"), BETA));
    log.nodeUnreachable(new MeshEvent.NodeUnreachable(BETA));
    assertThat(said())
        .isEqualTo(
            "Node beta (nexthop hub, via beta) became reachable\nNode beta became unreachable\n");
  }

  @Test
  void aConnectionThatClosesSaysWhy() {
    EventLog log = atLevel(1);
    var reason = new CloseReason(CloseReason.Kind.PING_TIMEOUT, "");
    log.connectionClosed(new MeshEvent.ConnectionClosed(BETA, ADDRESS, true, true, reason));
    log.connectionClosed(new MeshEvent.ConnectionClosed(BETA, ADDRESS, true, false, reason));
    log.connectionClosed(new MeshEvent.ConnectionClosed(null, ADDRESS, false, false, reason));
    assertThat(said())
        .isEqualTo(
            """
            Connection with beta (10.0.0.2 port 655) closed: PING_TIMEOUT
            Attempt to connect to beta (10.0.0.2 port 655) closed: PING_TIMEOUT
            Handshake with <unknown> (10.0.0.2 port 655) closed: PING_TIMEOUT
            """);
  }

  @Test
  void anIpv6AddressIsWrittenAsTincdWritesIt() {
    assertThat(EventLog.words(new InetSocketAddress("2001:db8:0:0:0:0:0:7", 655)))
        .isEqualTo("2001:db8::7 port 655");
  }

  @Test
  void anMtuIsSaidOnceWhenItIsFixed() {
    EventLog log = atLevel(2);
    log.pathChanged(path(ADDRESS, PROBING));
    log.pathChanged(path(ADDRESS, FIXED));
    log.pathChanged(path(ADDRESS, FIXED));
    log.pathChanged(path(null, PROBING));
    assertThat(said())
        .isEqualTo(
            """
            UDP address of beta set to 10.0.0.2 port 655
            MTU of beta fixed to 1451
            UDP address of beta cleared
            """);
  }

  @Test
  void anMtuIsSaidAgainAfterTheNodeWasAway() {
    EventLog log = atLevel(2);
    log.pathChanged(path(ADDRESS, FIXED));
    log.nodeUnreachable(new MeshEvent.NodeUnreachable(BETA));
    log.pathChanged(path(ADDRESS, FIXED));
    assertThat(said().lines().filter("MTU of beta fixed to 1451"::equals)).hasSize(2);
  }

  @Test
  void lostEventsAreSaidAtEveryLevel() {
    atLevel(0).eventsLost(new MeshEvent.EventsLost(7));
    assertThat(said()).startsWith("7 events are missing");
  }

  private static MeshEvent.PathChanged path(@Nullable InetSocketAddress udp, PathMtu mtu) {
    return new MeshEvent.PathChanged(BETA, udp, mtu);
  }

  private EventLog atLevel(int level) {
    return new EventLog(DaemonLog.to(new PrintStream(bytes, true, StandardCharsets.UTF_8), level));
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
