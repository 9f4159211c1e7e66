package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static io.github.tinc4j.core.node.TestNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.TincNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "counts file descriptors in /proc")
class StartStopTest {

  private static final int WARM_UP = 10;
  private static final int ROUNDS = 500;

  /** In every so many rounds the nodes are closed as soon as they have started. */
  private static final int ALONE = 2;

  private final TestNodes nodes = new TestNodes();

  @Test
  void fiveHundredLivesOfANodeLeaveNothingBehind() throws Exception {
    for (int round = 0; round < WARM_UP; round++) {
      live(round);
    }
    Leftovers before = Leftovers.now();
    for (int round = 0; round < ROUNDS; round++) {
      live(round);
    }
    Leftovers.assertNoMoreThan(before);
  }

  private void live(int round) throws Exception {
    var device = new MemoryDevice("memory");
    try (TincNode beta = nodes.start(nodes.builder(BETA));
        TincNode alpha = nodes.start(nodes.builder(ALPHA, BETA).device(device))) {
      if (round % ALONE == 0) {
        assertThat(alpha.awaitReachable(BETA, PATIENCE)).as("round %d", round).isTrue();
        assertThat(beta.awaitReachable(ALPHA, PATIENCE)).as("round %d", round).isTrue();
      }
    }
    assertThat(device.send(new byte[20])).as("the device still takes packets").isFalse();
  }
}
