package io.github.tinc4j.interop;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code DeviceType = multicast}: the Ethernets of two multicast groups become one. */
@InteropTest
class MulticastIT {

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({"JAR, JAR", "JAR, TINCD", "TINCD, JAR"})
  void guestsOfTwoGroupsReachEachOther(Kind left, Kind right, Mesh mesh) {
    Node a = node("a", "239.99.0.1", mesh);
    Node b = node("b", "239.99.0.2", mesh).dials(a);
    a.start(left);
    b.start(right);
    guest(b, "239.99.0.2", "02000000000b").await("joined");
    Daemon asking = guest(a, "239.99.0.1", "02000000000a", "02000000000b", "20");
    asking.log().await("answered 20 times", 0);
  }

  /** On a group of its own: the underlay would carry the frames of one that both have. */
  private static Node node(String name, String group, Mesh mesh) {
    Node node = mesh.node(name);
    node.host().run("ip route add 239.0.0.0/8 dev eth0");
    return node.server("Mode", "switch")
        .server("DeviceType", "multicast")
        .server("Device", group + " 7000");
  }

  private static Daemon guest(Node node, String group, String... addresses) {
    List<String> command = Kind.program(64, GroupHost.class);
    command.addAll(List.of(group, "7000"));
    command.addAll(List.of(addresses));
    return node.run("guest", command);
  }
}
