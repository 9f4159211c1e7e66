package io.github.tinc4j.examples.tincd;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.ConnectionInfo;
import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.api.PathMtu;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.NodeConfig;
import java.net.InetSocketAddress;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpsTest {

  private static final NodeName A = NodeName.of("a");
  private static final NodeName B = NodeName.of("b");
  private static final NodeName C = NodeName.of("c");
  private static final NodeOptions OPTIONS = new NodeOptions(0xc);
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.2", 655);

  private static final MeshView MESH =
      new MeshView(
          List.of(
              new NodeInfo(
                  A,
                  false,
                  true,
                  A,
                  A,
                  ADDRESS,
                  new PacketKeyInfo(427, 672, 4, 0),
                  new PathMtu(1459, 1459, 1459, true),
                  OPTIONS),
              new NodeInfo(
                  B, true, true, B, B, null, null, new PathMtu(1518, 0, 1518, false), OPTIONS),
              new NodeInfo(
                  C,
                  false,
                  false,
                  null,
                  null,
                  null,
                  null,
                  new PathMtu(1518, 0, 1518, false),
                  NodeOptions.NONE),
              new NodeInfo(
                  NodeName.of("d"),
                  false,
                  true,
                  A,
                  A,
                  ADDRESS,
                  null,
                  new PathMtu(1518, 0, 1518, false),
                  OPTIONS)),
          List.of(new EdgeInfo(A, B, "192.0.2.1", "655", OPTIONS, 7)),
          List.of(new OwnedSubnet(Subnet.parse("10.1.0.0/16"), A)),
          List.of(new ConnectionInfo(A, ADDRESS, true, 7, OPTIONS)));

  /** Lines that differ from a real daemon's by what Dumps says that it does not know. */
  @Test
  void connectionsAreSaidInTheWordsOfTincd() {
    assertThat(Dumps.connections(MESH))
        .containsExactly(
            "Connections:",
            " a at 192.0.2.2 port 655 options c socket 0 status 00c2 outbuf 0/0/0",
            "End of connections.");
  }

  @Test
  void theStateIsSaidInTheWordsOfTincd() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    NodeConfig config =
        NodeConfig.builder(B, (RSAPrivateKey) generator.generateKeyPair().getPrivate())
            .deviceType("dummy")
            .build();
    var none = new TrafficCounters.Flow(0, 0);
    var counters =
        new TrafficCounters(
            new TrafficCounters.Flow(1, 1234567),
            new TrafficCounters.Flow(2, 89),
            none,
            none,
            none,
            none,
            Map.of());
    assertThat(Dumps.state(config, counters, MESH))
        .containsExactly(
            "Statistics for dummy device dummy:",
            " total bytes in:     1234567",
            " total bytes out:         89",
            "Nodes:",
            " a at 192.0.2.2 port 655 cipher 427 digest 672 maclength 4 compression 0 options c"
                + " status 001a nexthop a via a pmtu 1459 (min 1459 max 1459)",
            " b at MYSELF cipher 0 digest 0 maclength 0 compression 0 options c status 0018"
                + " nexthop b via b pmtu 1518 (min 0 max 1518)",
            " c at (null) cipher 0 digest 0 maclength 0 compression 0 options 0 status 0000"
                + " nexthop - via - pmtu 1518 (min 0 max 1518)",
            " d at 192.0.2.2 port 655 cipher 0 digest 0 maclength 0 compression 0 options c"
                + " status 0038 nexthop a via a pmtu 1518 (min 0 max 1518)",
            "End of nodes.",
            "Edges:",
            " a to b at 192.0.2.1 port 655 options c weight 7",
            "End of edges.",
            "Subnet list:",
            " 10.1.0.0/16#10 owner a",
            "End of subnet list.");
  }
}
