package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static io.github.tinc4j.core.node.TestNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeLifecycleTest {

  /** The common pool may have only one. */
  private static final Executor OWN_THREAD = work -> new Thread(work).start();

  private final TestNodes nodes = new TestNodes();

  private static void awaitStop(TincNode node) throws Exception {
    node.whenStopped().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** What the node failed of; fails when it ended well. */
  private static Throwable awaitFailure(TincNode node) throws Exception {
    try {
      awaitStop(node);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause != null) {
        return cause;
      }
    }
    throw new AssertionError("the node ended well");
  }

  @Test
  void closeMayBeCalledAgainAndByManyAtOnce() throws Exception {
    TincNode node = nodes.start(nodes.builder(ALPHA));
    List<CompletableFuture<Void>> closers =
        List.of(
            CompletableFuture.runAsync(node::close, OWN_THREAD),
            CompletableFuture.runAsync(node::close, OWN_THREAD),
            CompletableFuture.runAsync(node::close, OWN_THREAD));
    for (CompletableFuture<Void> closer : closers) {
      closer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
    node.close();
    assertThat(node.whenStopped().toCompletableFuture()).isCompleted();
  }

  @Test
  void whoHearsThatTheNodeHasStoppedMayCloseItOnceMore() throws Exception {
    TincNode node = nodes.start(nodes.builder(ALPHA));
    var again = node.whenStopped().thenRun(node::close).toCompletableFuture();
    node.close();
    again.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void anInterruptedThreadClosesAsWellAndStaysInterrupted() throws Exception {
    TincNode node = nodes.start(nodes.builder(ALPHA));
    Thread.currentThread().interrupt();
    node.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(node.whenStopped().toCompletableFuture()).isCompleted();
  }

  @Test
  void aListenerMayCloseItsNode() throws Exception {
    var self = new CompletableFuture<TincNode>();
    var returned = new CountDownLatch(1);
    var closer =
        new MeshListener() {
          @Override
          public void nodeReachable(MeshEvent.NodeReachable event) {
            self.join().close();
            returned.countDown();
          }
        };
    try (TincNode beta = nodes.start(nodes.builder(BETA))) {
      TincNode alpha = nodes.start(nodes.builder(ALPHA, BETA).listener(closer));
      self.complete(alpha);
      assertThat(returned.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      awaitStop(alpha);
      assertThat(beta.name()).isEqualTo(BETA);
    }
  }

  @Test
  void aNodeMayBeClosedInTheMiddleOfAHandshake() throws Exception {
    var attempts = new CopyOnWriteArrayList<MeshEvent.ConnectionClosed>();
    var watcher =
        new MeshListener() {
          @Override
          public void connectionClosed(MeshEvent.ConnectionClosed event) {
            attempts.add(event);
          }
        };
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nodes.address(BETA, silent.getLocalPort());
      try (TincNode alpha = nodes.start(nodes.builder(ALPHA, BETA).listener(watcher))) {
        assertThat(silent.accept().getInputStream().read()).isEqualTo('0');
        assertThat(alpha.connections()).isEmpty();
      }
    }
    assertThat(attempts).hasSize(1);
    assertThat(attempts.get(0).wasActive()).isFalse();
  }

  @Test
  void aNodeWhosePortIsTakenDoesNotStartAndLeavesNothing() throws Exception {
    try (TincNode first = nodes.start(nodes.builder(BETA))) {
      var device = new MemoryDevice("memory");
      int port = first.listenAddresses().get(0).getPort();
      var taken =
          NodeConfig.builder(ALPHA, nodes.config(ALPHA).build().privateKey())
              .bindToAddress(new ListenAddress("127.0.0.1", port))
              .build();
      Leftovers before = Leftovers.now();
      assertThatThrownBy(() -> TincNode.builder().config(taken).device(device).start())
          .isInstanceOf(TincException.class)
          .hasMessageContaining("cannot listen");
      Leftovers.assertNoMoreThan(before);
      assertThat(device.send(new byte[20])).isFalse();
    }
  }

  @Test
  void aBadSettingClosesTheDeviceThatWasGiven() {
    var device = new MemoryDevice("memory");
    var config = nodes.config(ALPHA).cipher("rot13").build();
    assertThatThrownBy(() -> TincNode.builder().config(config).device(device).start())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("rot13");
    assertThat(device.send(new byte[20])).isFalse();
  }

  /** A device that fails as it is told. */
  private static final class BrokenDevice implements TunDevice {
    private final CountDownLatch broken = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final boolean unchecked;

    BrokenDevice(boolean unchecked) {
      this.unchecked = unchecked;
    }

    @Override
    public Layer layer() {
      return Layer.IP;
    }

    @Override
    public String interfaceName() {
      return "broken";
    }

    @Override
    public String deviceName() {
      return "broken";
    }

    @Override
    public int read(PacketBatch into) throws IOException {
      try {
        broken.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (unchecked) {
        throw new IllegalStateException("broken");
      }
      throw new IOException("broken");
    }

    @Override
    public int write(PacketBatch from) {
      return 0;
    }

    @Override
    public void close() {
      broken.countDown();
      closed.countDown();
    }
  }

  @Test
  void aDeviceThatFailsEndsItsNodeWithTheCause() throws Exception {
    for (boolean unchecked : new boolean[] {true, false}) {
      var device = new BrokenDevice(unchecked);
      var stopped = new CopyOnWriteArrayList<MeshEvent.NodeStopped>();
      var watcher =
          new MeshListener() {
            @Override
            public void nodeStopped(MeshEvent.NodeStopped event) {
              stopped.add(event);
            }
          };
      Leftovers before = Leftovers.now();
      TincNode node = nodes.start(nodes.builder(ALPHA).device(device).listener(watcher));
      device.broken.countDown();
      assertThat(awaitFailure(node)).hasMessage("broken");
      assertThat(stopped).hasSize(1);
      assertThat(stopped.get(0).cause()).hasMessage("broken");
      assertThat(device.closed.getCount()).isZero();
      node.close();
      Leftovers.assertNoMoreThan(before);
    }
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    var thrower =
        new MeshListener() {
          @Override
          public void connectionOpened(MeshEvent.ConnectionOpened event) {
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void edgeAdded(MeshEvent.EdgeAdded event) {
            throw new AssertionError("on purpose");
          }
        };
    var after = new CountDownLatch(1);
    var watcher =
        new MeshListener() {
          @Override
          public void nodeReachable(MeshEvent.NodeReachable event) {
            after.countDown();
          }
        };
    try (TincNode beta = nodes.start(nodes.builder(BETA));
        TincNode alpha =
            nodes.start(nodes.builder(ALPHA, BETA).listener(thrower).listener(watcher))) {
      assertThat(alpha.awaitReachable(BETA, PATIENCE)).isTrue();
      assertThat(after.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(beta.awaitReachable(ALPHA, PATIENCE)).isTrue();
    }
  }

  @Test
  void aListenerThatBlocksHoldsUpEventsOnly() throws Exception {
    var blocked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var blocker =
        new MeshListener() {
          @Override
          public void connectionOpened(MeshEvent.ConnectionOpened event) {
            blocked.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    try (TincNode beta = nodes.start(nodes.builder(BETA));
        TincNode alpha = nodes.start(nodes.builder(ALPHA, BETA).listener(blocker))) {
      assertThat(blocked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(alpha.awaitReachable(BETA, PATIENCE)).isTrue();
      assertThat(alpha.subnets().announce(Subnet.parse("10.0.0.0/8"))).isTrue();
      assertThat(beta.awaitReachable(ALPHA, PATIENCE)).isTrue();
      release.countDown();
    }
  }

  @Test
  void waitingForANodeEndsInTimeOrWithTheNode() throws Exception {
    TincNode alpha = nodes.start(nodes.builder(ALPHA));
    assertThat(alpha.awaitReachable(ALPHA, Duration.ZERO)).isTrue();
    assertThat(alpha.awaitReachable(BETA, Duration.ZERO)).isFalse();
    assertThat(alpha.awaitReachable(BETA, Duration.ofSeconds(-1))).isFalse();
    assertThat(alpha.awaitReachable(BETA, Duration.ofMillis(30))).isFalse();

    var forEver =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return alpha.awaitReachable(BETA, Duration.ofSeconds(Long.MAX_VALUE));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            OWN_THREAD);
    assertThatThrownBy(() -> forEver.get(50, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    alpha.close();
    assertThat(forEver.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
    assertThat(alpha.awaitReachable(ALPHA, Duration.ZERO)).isFalse();
  }

  @Test
  void aClosedNodeTakesNoCommandsButStillShowsWhatItSaw() throws Exception {
    TincNode node = nodes.start(nodes.builder(ALPHA));
    node.close();
    Subnet subnet = Subnet.parse("10.0.0.0/8");
    assertThatIllegalStateException().isThrownBy(() -> node.connect(BETA));
    assertThatIllegalStateException().isThrownBy(() -> node.disconnect(BETA));
    assertThatIllegalStateException().isThrownBy(() -> node.subnets().announce(subnet));
    assertThatIllegalStateException().isThrownBy(() -> node.subnets().withdraw(subnet));
    assertThat(node.mesh().node(ALPHA)).isPresent();
    assertThat(node.counters().drops()).isEmpty();
    assertThat(node.listenAddresses()).hasSize(1);
  }

  @Test
  void aSnapshotStaysAsItWasAndCannotBeChanged() throws Exception {
    try (TincNode alpha = nodes.start(nodes.builder(ALPHA))) {
      MeshView before = alpha.mesh();
      alpha.subnets().announce(Subnet.parse("10.0.0.0/8"));
      assertThat(before.subnets()).isEmpty();
      assertThat(alpha.mesh().subnets()).hasSize(1);
      assertThat(alpha.subnets().of(ALPHA)).containsExactly(Subnet.parse("10.0.0.0/8"));
      List<NodeInfo> list = alpha.nodes();
      assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void connectingToOneselfComesToNothing() throws Exception {
    try (TincNode alpha = nodes.start(nodes.builder(ALPHA, ALPHA))) {
      alpha.connect(ALPHA);
      assertThat(alpha.disconnect(ALPHA)).isFalse();
      assertThat(alpha.connections()).isEmpty();
      assertThat(alpha.whenStopped().toCompletableFuture()).isNotDone();
    }
  }
}
