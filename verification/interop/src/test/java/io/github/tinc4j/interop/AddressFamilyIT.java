package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.testkit.Prerequisite;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets of IPv6 that have nothing to do with IPv4, as those of tincd. */
@InteropTest
class AddressFamilyIT {

  @ParameterizedTest(name = "{0}, PortableUDP = {1}")
  @CsvSource({"TINCD, no", "JAR, no", "JAR, yes", "API, no"})
  void aNodeOfIpv6LeavesThePortOfIpv4ToOthers(Kind kind, String portable, Mesh mesh) {
    Prerequisite.program("socat");
    Node six = mesh.node("six").server("AddressFamily", "ipv6").server("PortableUDP", portable);
    six.addressInstead(six.host().ipv6());
    Node real = mesh.node("real").dials(six);
    six.run("echo", List.of("socat", "TCP4-LISTEN:655,fork", "PIPE"));
    Poll.until(() -> six.host().listening(), sockets -> sockets.contains("0.0.0.0:655"));

    six.start(kind);
    real.start(Kind.TINCD);
    real.awaitPing(six);
    real.awaitUdp(six);
    assertThat(six.host().listening()).contains("[::]:655");
    assertThat(echoed(real.host(), six.host().ipv4())).isEqualTo("hello\n");
    assertThat(real.host().isRefused("udp", six.host().ipv4())).isTrue();
  }

  private static String echoed(Host from, String address) {
    String script = "echo hello | socat -t 15 - TCP4:" + address + ":655";
    return Command.tryRun(from.command(List.of("sh", "-c", script))).output();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAddressOfIpv4MayStandBesideTheIpv6Wildcard(Kind kind, Mesh mesh) {
    Node both = mesh.node("both");
    both.server("BindToAddress", "::").server("BindToAddress", both.host().ipv4());
    Node four = mesh.node("four").server("AddressFamily", "ipv4").dials(both);
    Node six = mesh.node("six").server("AddressFamily", "ipv6").dials(both);
    both.host("Address", both.host().ipv6());
    both.start(kind);
    Daemon byIpv4 = four.start(Kind.TINCD);
    Daemon byIpv6 = six.start(Kind.TINCD);
    byIpv4.await("Connection with both \\(" + both.host().ipv4() + " .*activated");
    byIpv6.await("Connection with both \\(" + both.host().ipv6() + " .*activated");
    for (Node peer : List.of(four, six)) {
      peer.awaitPing(both);
      peer.awaitUdp(both);
      both.awaitPing(peer);
    }
  }
}
