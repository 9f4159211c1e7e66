package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Prerequisite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A node of ours that reaches a tincd through a proxy only: the two are on hosts that cannot see
 * each other, and the proxy is on a third one.
 */
@InteropTest
class ProxyIT {

  private static Node apart(Mesh mesh, String name) {
    // Here all goes by TCP.
    Node node = mesh.node(name).withLongQueues();
    node.host().setApart(true);
    return node;
  }

  private static void assertMeetingThrough(Node gate, Node java, Node real) {
    real.daemon().await("Connection with java \\(" + gate.host().ipv4() + " .*activated");
    java.awaitPing(real);
    real.awaitPing(java);
    assertThat(Ping.send(java.host(), real.vpn4(), 20).lost()).isZero();
    assertThat(Ping.send(real.host(), java.vpn6(), 20, "-s", "1200").lost()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeConnectsThroughAProxy(RealProxy kind, Mesh mesh) {
    Prerequisite.program(kind.program());
    Node gate = mesh.node("gate");
    Node java = apart(mesh, "java");
    Node real = apart(mesh, "real");
    java.dials(real).server("Proxy", kind.variable(gate.host()));
    real.start(Kind.TINCD);
    kind.runOn(gate);
    java.start(Kind.JAR);
    assertMeetingThrough(gate, java, real);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec socat - SOCKS4:GATE:$REMOTEADDRESS:$REMOTEPORT,socksport=1080",
        "exec true; socat STDIO SOCKS4:GATE:$REMOTEADDRESS:$REMOTEPORT,socksport=1080; true"
      })
  void aNodeConnectsThroughACommand(String command, Mesh mesh) {
    Prerequisite.program("socat");
    Prerequisite.program(RealProxy.DANTE_SOCKS4.program());
    Node gate = mesh.node("gate");
    Node java = apart(mesh, "java");
    Node real = apart(mesh, "real");
    java.dials(real).server("Proxy", command.replace("GATE", gate.host().ipv4()));
    real.start(Kind.TINCD);
    RealProxy.DANTE_SOCKS4.runOn(gate);
    Daemon node = java.start(Kind.JAR);
    assertMeetingThrough(gate, java, real);
    assertThat(socatsOf(java)).hasSize(1);
    assertThat(node.terminate()).isZero();
    assertThat(socatsOf(java)).as("ended with the node").isEmpty();
  }

  /** The processes of this program on the node's host. */
  private static List<String> socatsOf(Node node) {
    String namespace = node.host().toString();
    return Command.run("ip netns pids", namespace)
        .lines()
        .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
        .flatMap(handle -> handle.stream())
        .flatMap(handle -> handle.info().command().stream())
        .filter(path -> path.contains("socat"))
        .toList();
  }

  /** The proxy is asked for a name that only its host can resolve. */
  @ParameterizedTest
  @EnumSource(names = {"MICROSOCKS", "TINYPROXY"})
  void aNameThatOnlyTheProxyKnowsIsHandedToIt(RealProxy kind, Mesh mesh) {
    Prerequisite.program(kind.program());
    Node gate = mesh.node("gate");
    Node java = apart(mesh, "java");
    Node real = apart(mesh, "real");
    real.addressInstead("hub.test");
    java.dials(real).server("Proxy", kind.variable(gate.host()));
    real.start(Kind.TINCD);
    gate.host().knows(real.host().ipv4(), "hub.test");
    kind.runOn(gate);
    java.start(Kind.JAR);
    assertMeetingThrough(gate, java, real);
  }

  @Test
  void aListenerLearnsThatAProxyRefusedAndTheNextAddressIsTried(Mesh mesh) {
    Prerequisite.program(RealProxy.TINYPROXY.program());
    Node gate = mesh.node("gate");
    Node java = apart(mesh, "java");
    Node real = apart(mesh, "real");
    // The proxy allows port 655 only.
    real.addressInstead(real.host().ipv4() + " 1");
    real.host("Address", real.host().ipv4() + " 655");
    java.dials(real).server("Proxy", RealProxy.TINYPROXY.variable(gate.host()));
    real.start(Kind.TINCD);
    RealProxy.TINYPROXY.runOn(gate);
    Daemon node = java.start(Kind.API);
    node.log().await("ConnectionClosed\\[peer=real.*10\\.99\\.0\\.3.*PROXY_REFUSED: 403", 0);
    assertMeetingThrough(gate, java, real);
  }

  @Test
  void aWrongPasswordIsARefusalThatDoesNotRepeatIt(Mesh mesh) {
    Prerequisite.program(RealProxy.MICROSOCKS_WITH_LOGIN.program());
    Node gate = mesh.node("gate");
    Node java = apart(mesh, "java");
    Node real = apart(mesh, "real");
    java.dials(real).server("Proxy", "socks5 " + gate.host().ipv4() + " 1080 joe tulip");
    real.start(Kind.TINCD);
    RealProxy.MICROSOCKS_WITH_LOGIN.runOn(gate);
    Daemon node = java.start(Kind.API);
    node.log().await("PROXY_REFUSED: user or password is wrong", 0);
    assertThat(node.log().contains("tulip")).isFalse();
  }
}
