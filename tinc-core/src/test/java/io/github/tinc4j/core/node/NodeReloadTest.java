package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.KnownHosts;
import io.github.tinc4j.api.config.NodeConfig;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link TincNode#reload}, {@link TincNode#retry} and {@link TincNode#purge} over real sockets. */
@Timeout(60)
class NodeReloadTest {

  private final TestNodes nodes = new TestNodes();

  @Test
  void aConnectionThatNewSettingsAskForComesUpAndOneTheyForbidEnds() throws Exception {
    var closed = new CompletableFuture<CloseReason>();
    var listener =
        new MeshListener() {
          @Override
          public void connectionClosed(MeshEvent.ConnectionClosed event) {
            closed.complete(event.reason());
          }
        };
    NodeConfig alone = nodes.config(TestNodes.ALPHA).build();
    try (TincNode beta = nodes.start(nodes.builder(TestNodes.BETA));
        TincNode alpha = TincNode.builder().config(alone).listener(listener).start()) {
      NodeConfig together =
          alone.toBuilder()
              .connectTo(TestNodes.BETA)
              .subnet(Subnet.parse("10.1.0.0/16"))
              .port(7)
              .build();
      assertThat(alpha.reload(together)).containsExactly("Port");
      assertThat(alpha.subnets().of(TestNodes.ALPHA)).containsExactly(Subnet.parse("10.1.0.0/16"));
      assertThat(beta.awaitReachable(TestNodes.ALPHA, TestNodes.PATIENCE)).isTrue();
      assertThat(alpha.awaitReachable(TestNodes.BETA, TestNodes.PATIENCE)).isTrue();

      alpha.retry();
      assertThat(alpha.reload(together)).containsExactly("Port");
      assertThat(alpha.connections()).hasSize(1);

      KnownHosts nobody = KnownHosts.of(List.of());
      alpha.reload(alone.toBuilder().hosts(nobody).build());
      assertThat(closed.get(20, TimeUnit.SECONDS).kind()).isEqualTo(CloseReason.Kind.CLOSED_HERE);
      assertThat(alpha.connections()).isEmpty();
      alpha.purge();
      assertThat(alpha.mesh().node(TestNodes.BETA)).isEmpty();
    }
  }

  @Test
  void settingsThatCannotBeUsedChangeNothing() throws Exception {
    NodeConfig config = nodes.config(TestNodes.ALPHA).build();
    try (TincNode alpha = TincNode.builder().config(config).start()) {
      NodeConfig.Builder next = config.toBuilder().subnet(Subnet.parse("10.1.0.0/16"));
      NodeConfig bad = next.cipher("rot13").build();
      assertThatThrownBy(() -> alpha.reload(bad))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("rot13");
      NodeConfig other =
          NodeConfig.builder(NodeName.of("gamma"), config.privateKey())
              .subnet(Subnet.parse("10.1.0.0/16"))
              .build();
      assertThatThrownBy(() -> alpha.reload(other))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("Name: the running node is alpha, not gamma");
      assertThat(alpha.subnets().all()).isEmpty();
    }
  }

  @Test
  void aClosedNodeTakesNoSettings() throws Exception {
    NodeConfig config = nodes.config(TestNodes.ALPHA).build();
    TincNode alpha = TincNode.builder().config(config).start();
    alpha.close();
    assertThatThrownBy(() -> alpha.reload(config)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(alpha::retry).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(alpha::purge).isInstanceOf(IllegalStateException.class);
  }
}
