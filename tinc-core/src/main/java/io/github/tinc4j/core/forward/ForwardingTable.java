package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that packet threads know of the mesh. Immutable but for what the keys in it share; made by
 * the control thread, read by any.
 */
public final class ForwardingTable {

  /** The table of a node that knows nobody, not even itself. */
  public static final ForwardingTable EMPTY =
      new ForwardingTable(List.of(), List.of(), new int[0], List.of());

  private final PeerPath[] peers;
  private final Map<NodeName, PeerPath> byName;
  private final Map<InetSocketAddress, PeerPath> bySource;
  private final SubnetTrie subnets;
  private final MacTable macs;
  private final int[] broadcast;
  private final int[] direct;
  private final Trial[] trials;

  /**
   * Builds a table.
   *
   * @param peers all nodes, by their index; ourselves first
   * @param subnets all subnets in lookup order (spec 30, 7)
   * @param broadcast indexes of the neighbours that broadcasts go to along the spanning tree
   * @param trials indexes of the nodes whose keys are tried on datagrams of unknown source, in
   *     order of the weight of the edges that lead to them, each with the address of that edge
   * @throws IllegalArgumentException when an index or an owner is not among the peers, or the
   *     nexthop of a node is not a neighbour
   */
  public ForwardingTable(
      List<PeerPath> peers, List<OwnedSubnet> subnets, int[] broadcast, List<Trial> trials) {
    this.peers = peers.toArray(PeerPath[]::new);
    for (int i = 0; i < this.peers.length; i++) {
      checkPath(i);
    }
    this.broadcast = broadcast.clone();
    for (int target : broadcast) {
      checkIndex(target);
    }
    this.trials = trials.toArray(Trial[]::new);
    for (Trial trial : trials) {
      checkIndex(trial.peer());
    }
    this.byName = byName(this.peers);
    this.bySource = bySource(this.peers);
    this.direct = direct(this.peers);
    this.subnets = new SubnetTrie(subnets, this::byName);
    this.macs = new MacTable(subnets, this::byName);
  }

  /** The node of that index; ourselves are 0. */
  public PeerPath peer(int index) {
    return peers[index];
  }

  /** The node of that name, or null. */
  public @Nullable PeerPath byName(NodeName name) {
    return byName.get(name);
  }

  /**
   * The reachable node whose UDP address is {@code source}, or null; where several have the same,
   * the one of the lowest index (spec 20, 7.3).
   */
  public @Nullable PeerPath bySource(InetSocketAddress source) {
    return bySource.get(source);
  }

  /** See {@link SubnetTrie#lookupIpv4}. */
  public int lookupIpv4(int address) {
    return subnets.lookupIpv4(address);
  }

  /** See {@link SubnetTrie#lookupIpv6}. */
  public int lookupIpv6(long high, long low) {
    return subnets.lookupIpv6(high, low);
  }

  /** See {@link MacTable#lookup}. */
  public int lookupMac(long address) {
    return macs.lookup(address);
  }

  /** How many neighbours broadcasts go to along the spanning tree. */
  public int broadcastCount() {
    return broadcast.length;
  }

  /** The index of the {@code i}-th neighbour that broadcasts go to along the spanning tree. */
  public int broadcastTarget(int i) {
    return broadcast[i];
  }

  /** How many nodes a broadcast of ours goes straight to (spec 30, 11.5). */
  public int directCount() {
    return direct.length;
  }

  /** The index of the {@code i}-th node that a broadcast of ours goes straight to. */
  public int directTarget(int i) {
    return direct[i];
  }

  /** How many candidates there are for datagrams of unknown source. */
  public int trialCount() {
    return trials.length;
  }

  /** The {@code i}-th candidate for datagrams of unknown source, in order of weight. */
  public Trial trial(int i) {
    return trials[i];
  }

  private void checkPath(int index) {
    PeerPath peer = peers[index];
    if (peer.index() != index) {
      throw new IllegalArgumentException(peer.name() + " has index " + peer.index());
    }
    if (!peer.reachable()) {
      return;
    }
    checkIndex(peer.via());
    checkIndex(peer.nexthop());
    if (peers[peer.nexthop()].nexthop() != peer.nexthop()) {
      throw new IllegalArgumentException("nexthop of " + peer.name() + " is no neighbour");
    }
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= peers.length) {
      throw new IllegalArgumentException("no peer has index " + index);
    }
  }

  private static Map<NodeName, PeerPath> byName(PeerPath[] peers) {
    var map = new HashMap<NodeName, PeerPath>();
    for (PeerPath peer : peers) {
      map.put(peer.name(), peer);
    }
    return map;
  }

  private static Map<InetSocketAddress, PeerPath> bySource(PeerPath[] peers) {
    var map = new HashMap<InetSocketAddress, PeerPath>();
    for (PeerPath peer : peers) {
      if (peer.index() != 0 && peer.reachable() && peer.udpAddress() != null) {
        map.putIfAbsent(peer.udpAddress(), peer);
      }
    }
    return map;
  }

  /** A direct node (via = itself), or an indirect one that is our neighbour. */
  private static int[] direct(PeerPath[] peers) {
    return Arrays.stream(peers)
        .filter(p -> p.index() != 0 && p.reachable() && p.udpAddress() != null)
        .filter(p -> p.via() == p.index() || (p.via() == 0 && p.neighbour()))
        .mapToInt(PeerPath::index)
        .toArray();
  }

  /**
   * A candidate for datagrams of unknown source.
   *
   * @param peer its index
   * @param edgeAddress the address of the edge that leads to it
   */
  public record Trial(int peer, InetAddress edgeAddress) {}
}
