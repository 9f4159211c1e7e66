package io.github.tinc4j.testkit;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A mesh in one thread: real engines and packet lanes, a simulated network, virtual time. No test
 * with it needs a port, a sleep or a privilege.
 *
 * <pre>{@code
 * var mesh = SimMesh.of("a", "b", "c").link("a", "b").link("b", "c").link("a", "c").settle();
 * mesh.cut("a", "c").advance(Duration.ofMinutes(2));
 * assertThat(mesh.node("a").nexthop("c")).isEqualTo("b");
 * }</pre>
 *
 * <p>The n-th node has the address 10.99.0.n outside and owns 10.98.0.n inside. Not thread-safe.
 */
public final class SimMesh {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final SimNetwork network = new SimNetwork();
  private final SimSettings settings;
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private int lastSequence;
  private long lastSeed;

  private SimMesh(List<String> names) {
    settings = new SimSettings(names);
  }

  /** A mesh of these nodes, none of them started. */
  public static SimMesh of(String... names) {
    return new SimMesh(Arrays.asList(names));
  }

  /** {@code from} has {@code ConnectTo = to}. */
  public SimMesh link(String from, String to) {
    settings.link(from, to);
    return this;
  }

  /** Changes the settings of a node, in place of an earlier change, for when it is started next. */
  public SimMesh configure(String node, UnaryOperator<NodeConfig.Builder> change) {
    settings.change(node, change);
    return this;
  }

  /** Changes what all nodes know of a host. */
  public SimMesh configureHost(String host, UnaryOperator<HostConfig.Builder> change) {
    settings.changeHost(host, change);
    return this;
  }

  /** The node {@code name} calls itself {@code other}, and has its key too: a cloned machine. */
  public SimMesh disguise(String name, String other) {
    settings.disguise(name, other);
    return this;
  }

  /** The longest IP packet that the network takes, in bytes; 1500 at first. */
  public SimMesh mtu(int bytes) {
    network.setMtu(bytes);
    return this;
  }

  /**
   * These hosts have a network of their own as well, where the n-th node is 10.97.0.n. It carries
   * datagrams, whatever is {@linkplain #cut cut}.
   */
  public SimMesh localNetwork(String... names) {
    for (String name : names) {
      network.joinLocal(name, SimAddresses.local(settings.numberOf(name)));
    }
    return this;
  }

  /**
   * From now on what one host sends to another takes any time up to {@code longest}, mostly less; 5
   * ms at first, always. TCP keeps its order, datagrams overtake each other.
   *
   * @param seed of the times
   */
  public SimMesh delay(Duration longest, long seed) {
    network.setDelay(longest, seed);
    return this;
  }

  /** Starts all nodes that do not run. */
  public SimMesh start() {
    settings.names().forEach(this::start);
    return this;
  }

  /** Starts one node, unless it runs. */
  public SimMesh start(String name) {
    if (!nodes.containsKey(name)) {
      try {
        NodeConfig config = settings.config(name);
        InetSocketAddress address = SimAddresses.outside(settings.numberOf(name));
        var node = new SimNode(config, new SimHost(network, name, config, address, ++lastSeed));
        nodes.put(name, node);
        node.start();
      } catch (ConfigurationException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    return this;
  }

  /** The names of the nodes that run. */
  public Set<String> running() {
    return Set.copyOf(nodes.keySet());
  }

  /** The running node {@code name}. */
  public SimNode node(String name) {
    SimNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException(name + " does not run");
    }
    return node;
  }

  /** Starts what does not run, and lets time pass until every node sees every other. */
  public SimMesh settle() {
    start();
    until(this::isComplete);
    return this;
  }

  private boolean isComplete() {
    return nodes.values().stream().allMatch(node -> node.reachableCount() == nodes.size());
  }

  /** Lets time pass until {@code condition} holds; fails when it does not within five minutes. */
  public SimMesh until(BooleanSupplier condition) {
    if (!network.runUntil(condition, PATIENCE)) {
      throw new AssertionError("it did not come to that:\n" + describe());
    }
    return this;
  }

  /** Lets time pass. */
  public SimMesh advance(Duration time) {
    network.runUntil(() -> false, time);
    return this;
  }

  /** The time that has passed since the beginning. */
  public Duration elapsed() {
    return Duration.ofNanos(network.nowNs());
  }

  /** Nothing goes between two hosts any more, and neither is told. */
  public SimMesh cut(String a, String b) {
    network.cut(a, b);
    return this;
  }

  /** Undoes {@link #cut}. */
  public SimMesh heal(String a, String b) {
    network.heal(a, b);
    return this;
  }

  /** A node ends in order. */
  public SimMesh stop(String name) {
    node(name).stop();
    nodes.remove(name);
    return this;
  }

  /** A node ends without a word. */
  public SimMesh kill(String name) {
    node(name).kill();
    nodes.remove(name);
    return this;
  }

  /** Sends one ICMP echo request, lets a second pass, and tells whether the answer came. */
  public boolean ping(String from, String to) {
    SimNode source = node(from);
    SimNode target = node(to);
    int sequence = ++lastSequence;
    boolean[] answered = new boolean[1];
    target.setProgram(
        packet -> {
          if (isEcho(packet, 8)) {
            target.sendPacketSoon(Packets.echoReplyTo(packet));
          }
        });
    source.setProgram(
        packet ->
            answered[0] |=
                isEcho(packet, 0) && ByteBuffer.wrap(packet).getShort(26) == (short) sequence);
    source.sendPacket(
        Packets.icmpEcho4(source.innerAddress(), target.innerAddress(), 1, sequence, new byte[56]));
    return network.runUntil(() -> answered[0], Duration.ofSeconds(1));
  }

  private static boolean isEcho(byte[] packet, int type) {
    return packet.length >= 28 && packet[9] == 1 && packet[20] == type;
  }

  /** What every node sees, and what went on of late, for a failing test. */
  public String describe() {
    var text = new StringBuilder("after " + elapsed() + "\n");
    for (SimNode node : nodes.values()) {
      text.append(node.name()).append('\n');
      node.view().nodes().forEach(info -> text.append("  ").append(info).append('\n'));
    }
    return text.append(network.flow()).toString();
  }
}
