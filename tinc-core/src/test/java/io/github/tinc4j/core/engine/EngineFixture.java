package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.ConnectionId;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The node "me" with the subnet 10.0.0.0/24: its engine is real, its effects are written down, its
 * peers are driven by hand, and time passes when a test says so.
 */
final class EngineFixture {

  static final String OWN = "me";
  static final int PORT = 655;
  static final Subnet OWN_SUBNET = Subnet.parse("10.0.0.0/24");

  final RecordingEffects effects = new RecordingEffects();
  final Engine engine;
  private final NodeConfig config;
  final Map<String, UnaryOperator<HostConfig.Builder>> hosts = new HashMap<>();
  long nowNs = 1_000_000_000;
  private int peers;

  EngineFixture() {
    this(config -> config);
  }

  EngineFixture(UnaryOperator<NodeConfig.Builder> settings) {
    config =
        settings
            .apply(
                NodeConfig.builder(NodeName.of(OWN), TestKeys.privateOf(OWN))
                    .subnet(OWN_SUBNET)
                    .hosts(this::host))
            .build();
    try {
      engine = new Engine(config, PORT, effects, new Random(1), nowNs);
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
    engine.start(nowNs);
    flush();
  }

  /** Every node is known but those whose name begins with "unknown". */
  private @Nullable HostConfig host(NodeName name) {
    if (name.value().startsWith("unknown")) {
      return null;
    }
    HostConfig.Builder host = HostConfig.builder(name).publicKey(TestKeys.publicOf(name.value()));
    return hosts.getOrDefault(name.value(), UnaryOperator.identity()).apply(host).build();
  }

  EngineFixture knowing(String host, UnaryOperator<HostConfig.Builder> settings) {
    hosts.put(host, settings);
    return this;
  }

  /** New settings: those of the start with a change. */
  List<String> reload(UnaryOperator<NodeConfig.Builder> change) {
    List<String> keptBack = engine.reload(change.apply(config.toBuilder()).build(), nowNs);
    flush();
    return keptBack;
  }

  void flush() {
    engine.flush(nowNs);
  }

  /** Lets time pass, with all that is due in it. */
  void advance(Duration time) {
    long endNs = nowNs + time.toNanos();
    while (engine.nextDeadlineNs() <= endNs) {
      nowNs = Math.max(nowNs, engine.nextDeadlineNs());
      engine.tick(nowNs);
      flush();
    }
    nowNs = endNs;
  }

  static InetSocketAddress address(String host, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  /** A TCP connection comes in; nothing was said yet. */
  RawPeer incoming() {
    InetSocketAddress remote = address("192.0.2." + ++peers, 40_000);
    ConnectionId id = Objects.requireNonNull(engine.accepted(remote, nowNs));
    flush();
    return new RawPeer(this, id, true);
  }

  /** A connection that came in from {@code name} and is active; what was said is forgotten. */
  RawPeer active(String name) {
    RawPeer peer = incoming();
    peer.authenticate(name);
    // The limit of connections per second is not what most tests are about.
    advance(Duration.ofMillis(100));
    peer.lines();
    return peer;
  }

  /** An active connection whose peer has announced its half of the link too. */
  RawPeer linked(String name) {
    RawPeer peer = active(name);
    peer.say("12 " + salt() + " " + name + " me 192.0.2.200 655 c 10");
    peer.lines();
    return peer;
  }

  private int salts;

  String salt() {
    return Integer.toHexString(++salts + 0x1000);
  }

  /** The connection that the engine has asked for last, and that is open now. */
  RawPeer connected() {
    ConnectionId id = List.copyOf(effects.connects.keySet()).get(effects.connects.size() - 1);
    engine.connected(id, nowNs);
    flush();
    return new RawPeer(this, id, false);
  }

  /** Changes that come close together are published together: waits for that. */
  EngineFixture published() {
    advance(Duration.ofMillis(5));
    return this;
  }

  /** Why connections were closed, in order. */
  List<CloseReason.Kind> closeReasons() {
    published();
    return effects.eventsOf(MeshEvent.ConnectionClosed.class).stream()
        .map(event -> event.reason().kind())
        .toList();
  }

  boolean knows(String node) {
    published();
    return effects.view.node(NodeName.of(node)).isPresent();
  }

  NodeInfo node(String name) {
    published();
    return effects.view.node(NodeName.of(name)).orElseThrow();
  }

  boolean reaches(String node) {
    published();
    return effects.view.node(NodeName.of(node)).map(NodeInfo::reachable).orElse(false);
  }

  /** The edges that are known, as "from-to", by their weight. */
  List<String> edges() {
    published();
    return effects.view.edges().stream().map(EngineFixture::text).toList();
  }

  private static String text(EdgeInfo edge) {
    return edge.from() + "-" + edge.to();
  }

  List<String> subnets() {
    published();
    return effects.view.subnets().stream()
        .map(owned -> owned.owner() + " " + owned.subnet())
        .toList();
  }
}
