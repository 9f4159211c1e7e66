package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Prerequisite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code BindToInterface}: a node with two interfaces that uses one of them. */
@InteropTest
class BindToInterfaceIT {

  private static final int COUNT = 40;

  /** More than neighbours ask each other who has which address. */
  private static final long NEXT_TO_NOTHING = 2_000;

  @ParameterizedTest(name = "{0}, PortableUDP = {1}")
  @CsvSource({"API, no", "API, yes", "TINCD, no"})
  void aNodeIsReachedAtItsInterfaceAndNotAtTheOther(Kind kind, String portable, Mesh mesh) {
    Node bound = mesh.node("bound");
    Node real = mesh.node("real").dials(bound);
    bound.host().joinLocally(real.host());
    bound.server("BindToInterface", "eth0").server("PortableUDP", portable);
    bound.addressInstead(bound.host().localIpv4());
    bound.host("Address", bound.host().ipv4());
    bound.start(kind);
    Daemon theirs = real.start(Kind.TINCD);

    theirs.await("Connection with bound \\(" + bound.host().ipv4() + " .*activated");
    real.awaitPing(bound);
    real.awaitUdp(bound);
    assertThat(real.host().isRefused("tcp", bound.host().localIpv4())).isTrue();
    assertThat(real.host().isRefused("udp", bound.host().localIpv4())).isTrue();
    assertThat(real.host().isRefused("tcp", bound.host().ipv4())).isFalse();
    assertMeetingBy("eth0", "lan0", bound, real);
  }

  private static void assertMeetingBy(String used, String unused, Node a, Node b) {
    InterfaceCounters usedBefore = a.host().counters(used);
    InterfaceCounters unusedBefore = a.host().counters(unused);
    assertThat(Ping.send(a.host(), b.vpn4(), COUNT).lost()).isZero();
    assertThat(Ping.send(b.host(), a.vpn6(), COUNT).lost()).isZero();
    InterfaceCounters through = a.host().counters(used).since(usedBefore);
    InterfaceCounters beside = a.host().counters(unused).since(unusedBefore);
    assertThat(through.txBytes())
        .as("bytes by " + used)
        .isGreaterThan(2L * COUNT * Ping.FRAME_BYTES);
    assertThat(through.rxBytes())
        .as("bytes by " + used)
        .isGreaterThan(2L * COUNT * Ping.FRAME_BYTES);
    assertThat(beside.txBytes()).as("bytes by " + unused).isLessThan(NEXT_TO_NOTHING);
    assertThat(beside.rxBytes()).as("bytes by " + unused).isLessThan(NEXT_TO_NOTHING);
  }

  @ParameterizedTest(name = "PortableUDP = {0}")
  @ValueSource(strings = {"no", "yes"})
  void aNodeDialsByItsInterfaceAndByAnotherAfterAReload(String portable, Mesh mesh)
      throws IOException {
    Node near = mesh.node("near");
    Node far = mesh.node("far");
    Node bound = mesh.node("bound").dials(near, far);
    bound.host().joinLocally(near.host());
    bound.server("BindToInterface", "lan0").server("PortableUDP", portable);
    near.addressInstead(near.host().localIpv4());
    Daemon nearby = near.start(Kind.TINCD);
    Daemon away = far.start(Kind.TINCD);
    Daemon ours = bound.start(Kind.JAR);

    nearby.await("Connection with bound \\(" + bound.host().localIpv4() + " .*activated");
    near.awaitPing(bound);
    near.awaitUdp(bound);
    assertMeetingBy("lan0", "eth0", bound, near);
    ours.log().await("Attempt to connect to far .* closed: (CONNECT_FAILED|TIMEOUT)", 0);
    assertThat(far.dump(bound)).isEmpty();

    Path file = bound.directory().path().resolve("tinc.conf");
    Files.writeString(file, Files.readString(file).replace("lan0", "eth0"));
    ours.signal("HUP");
    away.await("Connection with bound \\(" + bound.host().ipv4() + " .*activated");
    far.awaitPing(bound);
  }

  @Test
  void aProxyIsDialledByTheInterfaceToo(Mesh mesh) {
    Prerequisite.program(RealProxy.MICROSOCKS.program());
    Node gate = mesh.node("gate");
    Node real = mesh.node("real");
    Node bound = mesh.node("bound").dials(real);
    bound.host().joinLocally(gate.host());
    bound.server("BindToInterface", "lan0");
    bound.server("Proxy", "socks5 " + gate.host().localIpv4() + " 1080");
    Daemon theirs = real.start(Kind.TINCD);
    RealProxy.MICROSOCKS.runOn(gate);
    bound.start(Kind.API);
    theirs.await("Connection with bound \\(" + gate.host().ipv4() + " .*activated");
    bound.awaitPing(real);
  }

  @Test
  void anInterfaceThatIsNotThereEndsTheStart(Mesh mesh) {
    Node bound = mesh.node("bound").server("BindToInterface", "nosuch0");
    Daemon ours = bound.launch(Kind.JAR);
    ours.await("cannot listen on any address: cannot bind a socket to the interface nosuch0");
    assertThat(ours.awaitEnd()).isEqualTo(1);
  }
}
