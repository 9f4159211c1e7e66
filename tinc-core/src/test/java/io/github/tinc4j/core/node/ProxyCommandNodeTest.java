package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static io.github.tinc4j.core.node.TestNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ProxySettings;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A node whose proxy is a command. */
@Timeout(60)
@EnabledOnOs(value = OS.LINUX, disabledReason = "counts file descriptors in /proc")
class ProxyCommandNodeTest {

  private final TestNodes nodes = new TestNodes();
  private final BlockingQueue<CloseReason> reasons = new LinkedBlockingQueue<>();

  private CloseReason firstReasonThrough(String command) throws Exception {
    nodes.address(BETA, 655);
    var config = nodes.config(ALPHA).connectTo(BETA).proxy(ProxySettings.exec(command)).build();
    var listener =
        new MeshListener() {
          @Override
          public void connectionClosed(MeshEvent.ConnectionClosed event) {
            reasons.add(event.reason());
          }
        };
    reasons.clear();
    try (TincNode alpha = TincNode.builder().config(config).listener(listener).start()) {
      CloseReason reason = reasons.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(reason).as("nothing was closed at %s", alpha.name()).isNotNull();
      return reason;
    }
  }

  @Test
  void whatItWritesIsWhatThePeerSays() throws Exception {
    // An echo: the peer calls itself as we do.
    assertThat(firstReasonThrough("exec cat").kind()).isEqualTo(Kind.OWN_NAME);
    assertThat(firstReasonThrough("echo 0 $NODE 18; cat >/dev/null").kind())
        .isEqualTo(Kind.WRONG_VERSION);
  }

  @Test
  void aCommandThatFailsIsNamedWithItsStatus() throws Exception {
    assertThat(firstReasonThrough("exit 3"))
        .isEqualTo(new CloseReason(Kind.NETWORK_ERROR, "the proxy command ended with status 3"));
  }

  @Test
  void nothingOfItIsLeftWhenTheNodeIsClosed() throws Exception {
    for (int i = 0; i < 3; i++) {
      firstReasonThrough("exec cat");
    }
    Leftovers before = Leftovers.now();
    for (int i = 0; i < 20; i++) {
      firstReasonThrough("exec cat");
    }
    Leftovers.assertNoMoreThan(before);
  }
}
