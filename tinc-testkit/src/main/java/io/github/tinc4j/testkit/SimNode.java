package io.github.tinc4j.testkit;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.ForwardingTable;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One node of a {@link SimMesh} as a test sees it: a real engine and a real packet lane. */
public final class SimNode {

  private final NodeConfig config;
  private final SimHost host;

  /** The node with these settings, which runs on {@code host}. */
  SimNode(NodeConfig config, SimHost host) {
    this.config = config;
    this.host = host;
  }

  /** Its name. */
  public NodeName name() {
    return config.name();
  }

  /** What it knows of the mesh. */
  public MeshView view() {
    return host.view();
  }

  /** What it knows of another node; fails when it knows nothing. */
  public NodeInfo info(String node) {
    return view()
        .node(NodeName.of(node))
        .orElseThrow(() -> new AssertionError(name() + " does not know " + node));
  }

  /** Whether it sees another node as reachable. */
  public boolean reaches(String node) {
    return view().node(NodeName.of(node)).map(NodeInfo::reachable).orElse(false);
  }

  /** How many nodes it sees as reachable, itself among them. */
  long reachableCount() {
    return view().nodes().stream().filter(NodeInfo::reachable).count();
  }

  /** The name of the neighbour that leads to another node, or null when none does. */
  public @Nullable String nexthop(String node) {
    NodeName nexthop = info(node).nexthop();
    return nexthop == null ? null : nexthop.value();
  }

  /** All that its listener heard. */
  public List<MeshEvent> events() {
    return host.events();
  }

  /** The scripts that it ran, each with its variables. */
  public List<String> scripts() {
    return host.scripts();
  }

  /** What it moved and dropped. */
  public TrafficCounters counters() {
    return host.counters();
  }

  /** The address of its host within the mesh: that of its first subnet. */
  InetAddress innerAddress() {
    return SimAddresses.of(config.subnets().get(0));
  }

  /** Who takes the packets that the mesh delivers. */
  void setProgram(Consumer<byte[]> value) {
    host.setProgram(value);
  }

  /** The names of the neighbours that broadcasts go to along the spanning tree. */
  public Set<String> treeNeighbours() {
    ForwardingTable table = host.table();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < table.broadcastCount(); i++) {
      names.add(table.peer(table.broadcastTarget(i)).name().value());
    }
    return names;
  }

  /** Sends an IP packet into the mesh, as the host would. */
  public void sendPacket(byte[] packet) {
    host.sendPacket(packet);
  }

  /** Sends an IP packet into the mesh when what is going on now is done. */
  void sendPacketSoon(byte[] packet) {
    host.sendPacketSoon(packet);
  }

  /** Announces a subnet. */
  public boolean announce(Subnet subnet) {
    return host.ask((engine, nowNs) -> engine.announce(subnet, nowNs));
  }

  /** Withdraws a subnet. */
  public boolean withdraw(Subnet subnet) {
    return host.ask((engine, nowNs) -> engine.withdraw(subnet, nowNs));
  }

  /** Keeps a connection to another node up from now on. */
  public void connect(String node) {
    host.tell((engine, nowNs) -> engine.connect(NodeName.of(node), nowNs));
  }

  /** Ends the connection with another node. */
  public boolean disconnect(String node) {
    return host.ask((engine, nowNs) -> engine.disconnect(NodeName.of(node), nowNs));
  }

  void start() {
    host.start();
  }

  /** Leaves the mesh in order. */
  void stop() {
    host.stop();
  }

  /** Ends without a word. */
  void kill() {
    host.kill();
  }
}
