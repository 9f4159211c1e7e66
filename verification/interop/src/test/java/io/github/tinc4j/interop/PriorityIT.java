package io.github.tinc4j.interop;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PriorityInheritance}: the TOS of a packet is that of its datagram. */
@InteropTest
class PriorityIT {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @ParameterizedTest(name = "{0}, PortableUDP = {1}")
  @CsvSource({"TINCD, no", "JAR, no", "JAR, yes"})
  void theUnderlaySeesThePriorityOfThePacket(Kind kind, String portable, Mesh mesh) {
    Node a = mesh.node("a").server("PriorityInheritance", "yes").server("PortableUDP", portable);
    Node b = mesh.node("b").dials(a);
    a.start(kind);
    b.start(Kind.TINCD);
    a.awaitPing(b);
    b.awaitUdp(a);
    try (Daemon seen =
        b.run("tcpdump", List.of("tcpdump", "-l", "-n", "-v", "-i", "eth0", "udp port 655"))) {
      seen.await("listening on eth0");
      Ping.send(a.host(), b.vpn4(), 3, "-Q", "0xb8", "-s", "100");
      // ping marks its packets, the kernel of the other host its answers alike.
      seen.log().await("tos 0xb8.*proto UDP", 0, PATIENCE);
      Ping.send(a.host(), b.vpn6(), 3, "-Q", "0x48", "-s", "100");
      seen.log().await("tos 0x48.*proto UDP", 0, PATIENCE);
    }
  }
}
