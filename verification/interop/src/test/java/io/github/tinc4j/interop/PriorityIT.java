package io.github.tinc4j.interop;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code PriorityInheritance}: the TOS of a packet is that of its datagram. */
@InteropTest
class PriorityIT {

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
      // ping marks its packets, the kernel of the other host its answers alike.
      awaitPriority(seen, a, b.vpn4(), "0xb8");
      awaitPriority(seen, a, b.vpn6(), "0x48");
    }
  }

  /** Packets go by TCP, without priority, until probes as long as they are have been answered. */
  private static void awaitPriority(Daemon seen, Node from, String to, String tos) {
    Pattern wanted = Pattern.compile("tos " + tos + ".*proto UDP");
    Poll.until(
        () -> {
          Ping.send(from.host(), to, 1, "-Q", tos, "-s", "100");
          return seen.log().since(0).stream().filter(wanted.asPredicate()).count();
        },
        count -> count > 0);
  }
}
