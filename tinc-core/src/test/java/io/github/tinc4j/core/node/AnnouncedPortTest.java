package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static io.github.tinc4j.core.node.TestNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.NodeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What peers are told where BindToAddress names another port than Port (spec 40, 3). */
@Timeout(60)
class AnnouncedPortTest {

  private final TestNodes nodes = new TestNodes();

  /** The port of the edge from beta to alpha; alpha listens on one that the system chose. */
  private String portToldBy(NodeConfig alphaConfig) throws Exception {
    try (TincNode alpha = nodes.start(TincNode.builder().config(alphaConfig));
        TincNode beta = nodes.start(nodes.builder(BETA, ALPHA))) {
      assertThat(beta.awaitReachable(ALPHA, PATIENCE)).isTrue();
      assertThat(alpha.listenAddresses().get(0).getPort()).isNotEqualTo(1);
      return beta.mesh().edges().stream()
          .filter(edge -> edge.to().equals(ALPHA))
          .map(EdgeInfo::port)
          .map(port -> port.equals(listening(alpha)) ? "bound" : port)
          .findFirst()
          .orElseThrow();
    }
  }

  private static String listening(TincNode node) {
    return Integer.toString(node.listenAddresses().get(0).getPort());
  }

  @Test
  void peersAreToldThePortThatIsSetAndElseTheOneListenedOn() throws Exception {
    assertThat(portToldBy(nodes.config(ALPHA).port(1).build())).isEqualTo("1");
    assertThat(portToldBy(nodes.config(ALPHA).build())).isEqualTo("bound");
    assertThat(portToldBy(nodes.config(ALPHA).port(0).build())).isEqualTo("bound");
  }
}
