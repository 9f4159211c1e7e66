package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProcessPriority;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings that need a host system, in a program that has none. */
@Timeout(30)
class HostSettingsTest {

  private final TestNodes nodes = new TestNodes();

  @Test
  void theyAreRefusedAtTheStartAndNothingIsLeft() throws Exception {
    for (NodeConfig config :
        List.of(
            nodes.config(ALPHA).bindToInterface("lo").build(),
            nodes.config(ALPHA).processPriority(ProcessPriority.LOW).build(),
            nodes.config(ALPHA).inheritedSockets(List.of(3)).build())) {
      var device = new MemoryDevice("memory");
      Leftovers before = Leftovers.now();
      assertThatThrownBy(() -> TincNode.builder().config(config).device(device).start())
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("on Linux add tinc-tun-linux");
      Leftovers.assertNoMoreThan(before);
      assertThat(device.send(new byte[20])).isFalse();
    }
  }

  @Test
  void theyAreRefusedAtAReloadAndTheNodeGoesOn() throws Exception {
    try (TincNode node = nodes.start(nodes.builder(ALPHA))) {
      NodeConfig next = nodes.config(ALPHA).bindToInterface("lo").build();
      assertThatThrownBy(() -> node.reload(next))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("BindToInterface: ");
      assertThat(node.reload(nodes.config(ALPHA).build())).isEmpty();
    }
  }
}
