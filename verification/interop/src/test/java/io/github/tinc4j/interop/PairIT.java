package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** One node of ours and one tincd. */
@InteropTest
class PairIT {

  /** Long before a PING is due, let alone its answer: only the end of the connection is as soon. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "TINCD")
  void aJavaNodeDialsTincd(Kind ours, Mesh mesh) {
    Node java = mesh.node("java");
    Node real = mesh.node("real");
    java.dials(real);
    real.start(Kind.TINCD);
    java.start(ours);
    real.daemon().await("Connection with java .* activated");
    assertPingsBothWays(java, real);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "TINCD")
  void tincdDialsAJavaNode(Kind ours, Mesh mesh) {
    Node java = mesh.node("java");
    Node real = mesh.node("real").dials(java);
    java.start(ours);
    real.start(Kind.TINCD);
    real.daemon().await("Connection with java .* activated");
    assertPingsBothWays(java, real);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nodesMeetOverIpv6(Kind ours, Mesh mesh) {
    Node java = mesh.node("java");
    Node real = mesh.node("real");
    for (Node node : new Node[] {java, real}) {
      node.server("AddressFamily", "ipv6").host("Address", node.host().ipv6());
    }
    java.dials(real);
    real.start(Kind.TINCD);
    java.start(ours);
    assertPingsBothWays(java, real);
    real.daemon().await("Connection with java \\(" + java.host().ipv6() + " .*activated");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void thePeerSeesAtOnceThatSigtermEndedTheNode(Kind ours, Mesh mesh) {
    Node java = mesh.node("java");
    Node real = mesh.node("real").dials(java);
    real.directory().serverInstead("PingInterval", "60");
    Daemon ended = java.start(ours);
    real.start(Kind.TINCD);
    real.awaitPing(java);
    int mark = real.daemon().log().mark();
    ended.terminate();
    real.daemon().log().await("Connection closed by java", mark, AT_ONCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalEndsTheDaemonInOrder(String signal, Mesh mesh) {
    Node java = mesh.node("java");
    Path left = java.directory().path().resolve("left");
    java.directory().script("tinc-down", "echo $INTERFACE > " + left);
    Node real = mesh.node("real").dials(java);
    real.directory().serverInstead("PingInterval", "60");
    Daemon ended = java.start(Kind.JAR);
    real.start(Kind.TINCD);
    real.awaitPing(java);
    int mark = real.daemon().log().mark();
    assertThat(ended.end(signal)).isZero();
    assertThat(left).content().isEqualToIgnoringNewLines("tun0");
    real.daemon().log().await("Connection closed by java", mark, AT_ONCE);
  }

  private static void assertPingsBothWays(Node java, Node real) {
    java.awaitPing(real);
    real.awaitPing(java);
    real.awaitUdp(java); // keys may cross at the start, and the first one is void then
    assertThat(Ping.send(java.host(), real.vpn4(), 20).lost()).isZero();
    assertThat(Ping.send(real.host(), java.vpn4(), 20).lost()).isZero();
    assertThat(Ping.send(java.host(), real.vpn6(), 20).lost()).isZero();
    assertThat(Ping.send(real.host(), java.vpn6(), 20).lost()).isZero();
  }
}
