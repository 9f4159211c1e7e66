package io.github.tinc4j.core.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.spi.Layer;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes and more packets than their queues hold, both ways at once. */
@Timeout(300)
class TrafficTest {

  private static final int SHORTEST = 28;
  private static final int LONGEST = 1437;
  private static final int HEADER = 24;
  private static final int QUEUE = 4096;
  private static final NodeName LEFT = NodeName.of("left");
  private static final NodeName RIGHT = NodeName.of("right");

  private final KeyPair leftKey = newKey();
  private final KeyPair rightKey = newKey();
  private final MemoryDevice leftDevice = new MemoryDevice("left", Layer.IP, QUEUE);
  private final MemoryDevice rightDevice = new MemoryDevice("right", Layer.IP, QUEUE);

  @Test
  void overIpv4EveryPacketThatArrivesIsWholeInOrderAndAlone() throws Exception {
    TrafficCounters counted = run("127.0.0.1", 100_000, settings -> settings.pmtuDiscovery(false));
    assertThat(counted.udpSent().packets()).isGreaterThan(20_000);
  }

  @Test
  void overIpv6EveryPacketThatArrivesIsWholeInOrderAndAlone() throws Exception {
    TrafficCounters counted = run("::1", 100_000, settings -> settings.pmtuDiscovery(false));
    assertThat(counted.udpSent().packets()).isGreaterThan(20_000);
  }

  @Test
  void overTcpEveryPacketThatArrivesIsWholeInOrderAndAlone() throws Exception {
    // The early random drop of tincd's default would leave little.
    TrafficCounters counted =
        run("127.0.0.1", 20_000, settings -> settings.tcpOnly(true).maxOutputBufferSize(1 << 22));
    assertThat(counted.udpSent().packets()).isZero();
    assertThat(counted.tcpSent().packets()).isGreaterThan(2_000);
  }

  private TrafficCounters run(String host, int packets, Consumer<NodeConfig.Builder> settings)
      throws Exception {
    NodeConfig.Builder right =
        config(RIGHT, rightKey, host, "10.0.2.0/24").hosts(known(LEFT).build());
    settings.accept(right);
    try (TincNode two = TincNode.builder().config(right.build()).device(rightDevice).start()) {
      int port = two.listenAddresses().get(0).getPort();
      HostConfig peer = known(RIGHT).address(host, port).build();
      NodeConfig.Builder left =
          config(LEFT, leftKey, host, "10.0.1.0/24").hosts(peer).connectTo(RIGHT);
      settings.accept(left);
      try (TincNode one = TincNode.builder().config(left.build()).device(leftDevice).start()) {
        assertThat(one.awaitReachable(RIGHT, Duration.ofSeconds(20))).isTrue();
        assertThat(two.awaitReachable(LEFT, Duration.ofSeconds(20))).isTrue();
        boolean tcp = left.build().tcpOnly();
        openPath(one, leftDevice, 1, rightDevice, tcp);
        openPath(two, rightDevice, 2, leftDevice, tcp);
        var there = new Direction(leftDevice, 1, rightDevice, packets);
        var back = new Direction(rightDevice, 2, leftDevice, packets);
        there.start();
        back.start();
        assertThat(there.delivered()).isGreaterThan(packets / 20);
        assertThat(back.delivered()).isGreaterThan(packets / 20);
        return one.counters();
      }
    }
  }

  /** Sends packets without number until one has arrived the way that all are to go. */
  private static void openPath(
      TincNode from, MemoryDevice source, int net, MemoryDevice sink, boolean tcp)
      throws InterruptedException {
    boolean open = false;
    while (!open) {
      source.send(packet(net, 0, SHORTEST));
      byte[] arrived = sink.receive(20, TimeUnit.MILLISECONDS);
      open = arrived != null && (tcp || from.counters().udpSent().packets() > 0);
    }
  }

  /** An IPv4 packet from network {@code net} to the other, its bytes made of its number. */
  private static byte[] packet(int net, int number, int length) {
    byte[] bytes = new byte[length];
    ByteBuffer packet = ByteBuffer.wrap(bytes);
    packet.putInt(0x45000000 | length).putInt(0).putInt(0x40FD0000);
    packet.putInt(0x0A000001 | net << 8).putInt(0x0A000001 | (3 - net) << 8).putInt(number);
    int noise = number * 0x9E3779B1;
    for (int i = HEADER; i < length; i++) {
      noise = noise * 0x19660D + 0x3C6EF35F;
      bytes[i] = (byte) (noise >>> 24);
    }
    return bytes;
  }

  /** One way between the nodes: a thread that sends, and one that checks. */
  private static final class Direction {
    private final MemoryDevice source;
    private final int net;
    private final MemoryDevice sink;
    private final int packets;
    private final CountDownLatch lastArrived = new CountDownLatch(1);
    private final CompletableFuture<Integer> delivered = new CompletableFuture<>();

    Direction(MemoryDevice source, int net, MemoryDevice sink, int packets) {
      this.source = source;
      this.net = net;
      this.sink = sink;
      this.packets = packets;
    }

    void start() {
      begin(this::send);
      begin(this::check);
    }

    private void begin(Body body) {
      Runnable guarded =
          () -> {
            try {
              body.run();
            } catch (Exception | AssertionError e) {
              delivered.completeExceptionally(e);
            }
          };
      var thread = new Thread(guarded);
      thread.setDaemon(true);
      thread.start();
    }

    int delivered() throws Exception {
      return delivered.get(120, TimeUnit.SECONDS);
    }

    private void send() throws InterruptedException {
      var random = new Random(net);
      for (int number = 1; number <= packets; number++) {
        byte[] packet = packet(net, number, random.nextInt(SHORTEST, LONGEST + 1));
        while (!source.send(packet)) {
          if (delivered.isDone()) {
            return;
          }
          LockSupport.parkNanos(100_000);
        }
      }
      // The last one again and again, since any may be lost.
      do {
        source.send(packet(net, packets + 1, SHORTEST));
      } while (!lastArrived.await(5, TimeUnit.MILLISECONDS) && !delivered.isDone());
    }

    private void check() throws InterruptedException {
      int count = 0;
      int last = 0;
      while (true) {
        byte[] arrived = sink.receive(60, TimeUnit.SECONDS);
        assertThat(arrived).as("after packet %d", last).isNotNull();
        int number = ByteBuffer.wrap(arrived).getInt(20);
        if (number == packets + 1) {
          break;
        }
        if (number != 0) {
          assertThat(number).isGreaterThan(last);
          assertThat(arrived).isEqualTo(packet(net, number, arrived.length));
          last = number;
          count++;
        }
      }
      lastArrived.countDown();
      delivered.complete(count);
    }
  }

  @FunctionalInterface
  private interface Body {
    void run() throws InterruptedException;
  }

  private static NodeConfig.Builder config(NodeName name, KeyPair key, String host, String subnet) {
    return NodeConfig.builder(name, (RSAPrivateKey) key.getPrivate())
        .bindToAddress(new ListenAddress(host, 0))
        .pingTimeout(Duration.ofSeconds(60))
        .subnet(Subnet.parse(subnet));
  }

  private HostConfig.Builder known(NodeName name) {
    KeyPair key = name.equals(LEFT) ? leftKey : rightKey;
    return HostConfig.builder(name).publicKey((RSAPublicKey) key.getPublic());
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
