package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program's code on the node's own threads: what it may call, and what it may leave behind. */
@Timeout(30)
class OwnThreadsTest {

  private final TestNodes nodes = new TestNodes();
  private final CompletableFuture<TincNode> started = new CompletableFuture<>();

  @Test
  void aDeviceMayCloseTheNodeFromWithinItsRead() throws Exception {
    TincNode node = nodes.builder(ALPHA).device(new ClosingDevice()).start();
    started.complete(node);
    node.whenStopped().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private final class ClosingDevice implements TunDevice {
    @Override
    public int read(PacketBatch into) {
      started.join().close();
      return -1;
    }

    @Override
    public int write(PacketBatch from) {
      return from.count();
    }

    @Override
    public Layer layer() {
      return Layer.IP;
    }

    @Override
    public String interfaceName() {
      return "closing";
    }

    @Override
    public String deviceName() {
      return "closing";
    }

    @Override
    public void close() {}
  }

  @Test
  void knownHostsMayCloseTheNode() throws Exception {
    TincNode node =
        startAsking(
            name -> {
              started.join().close();
              return null;
            });
    introduce(node);
    node.whenStopped().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void knownHostsThatWouldWaitForThemselvesAreTold() throws Exception {
    var thrown = new CompletableFuture<Throwable>();
    TincNode node =
        startAsking(
            name -> {
              try {
                started.join().connect(BETA);
                thrown.completeExceptionally(new AssertionError("connect returned"));
              } catch (IllegalStateException e) {
                thrown.complete(e);
              }
              return null;
            });
    try (node) {
      introduce(node);
      assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessageContaining("control thread");
    }
  }

  /** A thread with the mark of an interrupt never waits for its sockets, but runs in circles. */
  @Test
  void anInterruptLeftByKnownHostsDoesNotLast() throws Exception {
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    TincNode node =
        startAsking(
            name -> {
              interrupted.add(Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
              return null;
            });
    try (node) {
      introduce(node);
      assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
      introduce(node);
      assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
    }
  }

  @Test
  void theThreadOfTheCallbackExecutorMayCloseTheNode() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    var stopped = new CompletableFuture<MeshEvent>();
    TincNode node =
        nodes
            .builder(ALPHA)
            .callbackExecutor(executor)
            .listener(
                new MeshListener() {
                  @Override
                  public void nodeStopped(MeshEvent.NodeStopped event) {
                    stopped.complete(event);
                  }
                })
            .start();
    long beganNs = System.nanoTime();
    executor.submit(node::close).get(20, TimeUnit.SECONDS);
    Duration took = Duration.ofNanos(System.nanoTime() - beganNs);
    assertThat(took).isLessThan(EventThread.PATIENCE);
    assertThat(stopped.get(20, TimeUnit.SECONDS)).isNotNull();
    executor.shutdown();
  }

  private TincNode startAsking(Function<NodeName, @Nullable HostConfig> hosts) throws IOException {
    TincNode node =
        TincNode.builder().config(nodes.config(ALPHA).hosts(hosts::apply).build()).start();
    started.complete(node);
    return node;
  }

  /** Makes the node look up who calls. */
  private static void introduce(TincNode node) throws IOException {
    InetSocketAddress address = node.listenAddresses().get(0);
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.getOutputStream().write("0 beta 17\n".getBytes(StandardCharsets.US_ASCII));
      // Nobody is known: the node closes.
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aConnectionComesFromTheOnlyAddressListenedAt() throws IOException {
    try (var server = new ServerSocket(0, 1, TestTable.ip("127.0.0.1"))) {
      server.setSoTimeout(20_000);
      nodes.address(BETA, server.getLocalPort());
      var config = nodes.config(ALPHA, "127.0.0.2").connectTo(BETA).build();
      try (TincNode node = TincNode.builder().config(config).start();
          Socket accepted = server.accept()) {
        assertThat(node.name()).isEqualTo(ALPHA);
        assertThat(accepted.getInetAddress()).isEqualTo(TestTable.ip("127.0.0.2"));
      }
    }
  }
}
