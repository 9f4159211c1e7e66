package io.github.tinc4j.examples.quickstart;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A mesh of three nodes in one JVM, over loopback, without root and without files.
 *
 * <p>alpha and gamma know beta only. They find each other through it, talk through it at first, and
 * directly as soon as UDP has been seen to work. Then gamma connects to alpha too, the link between
 * alpha and beta is cut, and the mesh heals around it.
 */
public final class Quickstart {

  private static final NodeName ALPHA = NodeName.of("alpha");
  private static final NodeName BETA = NodeName.of("beta");
  private static final NodeName GAMMA = NodeName.of("gamma");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final PrintStream out;
  private final Map<NodeName, KeyPair> keys;

  /**
   * What every node knows of the others: asked at each connection, so it may grow while they run.
   */
  private final Map<NodeName, HostConfig> hosts = new ConcurrentHashMap<>();

  Quickstart(PrintStream out) throws NoSuchAlgorithmException {
    this.out = out;
    this.keys = Map.of(ALPHA, newKey(), BETA, newKey(), GAMMA, newKey());
    keys.forEach((name, key) -> hosts.put(name, host(name).build()));
  }

  private static KeyPair newKey() throws NoSuchAlgorithmException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private HostConfig.Builder host(NodeName name) {
    RSAPublicKey key = (RSAPublicKey) keyOf(name).getPublic();
    return HostConfig.builder(name).publicKey(key);
  }

  private KeyPair keyOf(NodeName name) {
    KeyPair key = keys.get(name);
    if (key == null) {
      throw new IllegalArgumentException("no key for " + name);
    }
    return key;
  }

  /** Runs the whole and ends. */
  public static void main(String[] args) throws Exception {
    new Quickstart(System.out).run();
  }

  void run() throws TincException, InterruptedException, UnknownHostException {
    CountDownLatch direct = new CountDownLatch(1);
    CountDownLatch cut = new CountDownLatch(1);
    CountDownLatch ring = new CountDownLatch(1);
    MeshListener watcher =
        new MeshListener() {
          @Override
          public void pathChanged(MeshEvent.PathChanged e) {
            if (e.node().equals(GAMMA) && e.path().udpWorks()) {
              direct.countDown();
            }
          }

          @Override
          public void connectionOpened(MeshEvent.ConnectionOpened e) {
            if (e.connection().peer().equals(GAMMA)) {
              ring.countDown();
            }
          }

          @Override
          public void edgeRemoved(MeshEvent.EdgeRemoved e) {
            if (e.edge().from().equals(BETA) && e.edge().to().equals(ALPHA)) {
              cut.countDown();
            }
          }
        };
    try (Host a = new Host("alpha", InetAddress.getByName("10.20.0.1"));
        Host b = new Host("beta", InetAddress.getByName("10.20.0.2"));
        Host c = new Host("gamma", InetAddress.getByName("10.20.0.3"))) {
      headline("Three nodes; alpha and gamma connect to beta only");
      try (TincNode beta = start(BETA, b);
          TincNode alpha = start(ALPHA, a, watcher, BETA);
          TincNode gamma = start(GAMMA, c, BETA)) {
        require(alpha.awaitReachable(GAMMA, PATIENCE), "alpha does not see gamma");
        require(gamma.awaitReachable(ALPHA, PATIENCE), "gamma does not see alpha");

        headline("alpha pings gamma: through beta until the direct UDP path has proven itself");
        ping(alpha, a, GAMMA, c);
        require(direct.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "UDP does not work");
        ping(alpha, a, GAMMA, c);
        ping(alpha, a, BETA, b);

        headline("The subnet table of alpha");
        alpha.subnets().all().forEach(s -> out.printf("  %-18s %s%n", s.subnet(), s.owner()));

        headline("The edges that beta knows, one for each end of a connection");
        beta.edges().forEach(e -> out.printf("  %s -> %s%n", e.from(), e.to()));

        headline("gamma connects to alpha as well; then the link between alpha and beta is cut");
        gamma.connect(ALPHA);
        require(ring.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "gamma does not connect");
        alpha.disconnect(BETA);
        require(cut.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the edge does not go away");
        require(alpha.awaitReachable(BETA, PATIENCE), "the mesh does not heal");
        ping(alpha, a, BETA, b);

        headline("What alpha has moved");
        out.println("  " + alpha.counters());
      }
    }
    headline("Done");
  }

  private TincNode start(NodeName name, Host host, NodeName... connectTo) throws TincException {
    return start(name, host, new MeshListener() {}, connectTo);
  }

  private TincNode start(NodeName name, Host host, MeshListener watcher, NodeName... connectTo)
      throws TincException {
    NodeConfig.Builder config =
        NodeConfig.builder(name, (RSAPrivateKey) keyOf(name).getPrivate())
            .hosts(hosts::get)
            .bindToAddress(new ListenAddress("127.0.0.1", 0))
            .subnet(Subnet.parse(host.address().getHostAddress()));
    for (NodeName peer : connectTo) {
      config.connectTo(peer);
    }
    TincNode node =
        TincNode.builder()
            .config(config.build())
            .device(host.device())
            .listener(new Narrator(name.value(), out))
            .listener(watcher)
            .start();
    int port = node.listenAddresses().get(0).getPort();
    hosts.put(name, host(name).address("127.0.0.1", port).build());
    return node;
  }

  private void ping(TincNode from, Host source, NodeName to, Host target)
      throws InterruptedException {
    Optional<NodeInfo> before = from.mesh().node(to);
    boolean udp = before.isPresent() && before.get().path().udpWorks();
    Optional<Duration> time = source.ping(target.address());
    require(time.isPresent(), "no answer from " + to);
    out.printf(
        "  ping %s -> %s: %.2f ms, %s%n",
        from.name(),
        to,
        time.orElseThrow().toNanos() / 1e6,
        udp ? "directly by UDP" : "by TCP, nexthop " + before.map(NodeInfo::nexthop).orElse(null));
  }

  private void headline(String text) {
    out.println();
    out.println(text);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
