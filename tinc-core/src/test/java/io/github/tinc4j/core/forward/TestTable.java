package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.SealingKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds forwarding tables for tests. Node 0 is {@code us}; a node added is our neighbour, takes
 * frames of 1518 bytes by UDP at 192.0.2.INDEX:655, and has no keys.
 */
public final class TestTable {

  private final List<Peer> peers = new ArrayList<>();
  private final List<OwnedSubnet> subnets = new ArrayList<>();
  private final List<ForwardingTable.Trial> trials = new ArrayList<>();
  private int[] broadcast = {};

  public TestTable() {
    Peer us = add("us");
    us.address = null;
  }

  /** The address of a new node of that index. */
  public static InetSocketAddress address(int index) {
    return new InetSocketAddress(ip("192.0.2." + index), 655);
  }

  public static InetAddress ip(String text) {
    // A literal is never looked up.
    return new InetSocketAddress(text, 0).getAddress();
  }

  /** Adds a node; change its fields before {@link #build}. */
  public Peer add(String name) {
    Peer peer = new Peer(peers.size(), name);
    peers.add(peer);
    return peer;
  }

  public Peer us() {
    return peers.get(0);
  }

  /** Adds subnets, in lookup order. */
  public TestTable owns(Peer owner, String... texts) {
    for (String text : texts) {
      subnets.add(new OwnedSubnet(Subnet.parse(text), NodeName.of(owner.name)));
    }
    return this;
  }

  public TestTable broadcast(int... targets) {
    broadcast = targets;
    return this;
  }

  public TestTable trial(Peer peer, String edgeAddress) {
    trials.add(new ForwardingTable.Trial(peer.index, ip(edgeAddress)));
    return this;
  }

  public ForwardingTable build() {
    List<PeerPath> paths = peers.stream().map(Peer::path).toList();
    return new ForwardingTable(paths, subnets, broadcast, trials);
  }

  /** One node. */
  public static final class Peer {
    public final int index;
    public final String name;
    public boolean reachable = true;
    public int options = NodeOptions.PMTU_DISCOVERY;
    public int nexthop;
    public int via;
    public int mtu = 1518;
    public int minMtu = 1518;
    public @Nullable InetSocketAddress address;
    public int socket = 0;
    public @Nullable SealingKey sealing;
    public @Nullable OpeningKey opening;

    private Peer(int index, String name) {
      this.index = index;
      this.name = name;
      this.nexthop = index;
      this.via = index;
      this.address = TestTable.address(index);
    }

    /** Reached through {@code neighbour} only: it takes no UDP of ours. */
    public Peer behind(Peer neighbour) {
      nexthop = neighbour.index;
      via = 0;
      return this;
    }

    /** Its meta connection is far, but it takes UDP of ours. */
    public Peer beyond(Peer neighbour) {
      nexthop = neighbour.index;
      return this;
    }

    public Peer unreachable() {
      reachable = false;
      nexthop = -1;
      via = -1;
      address = null;
      return this;
    }

    private PeerPath path() {
      return new PeerPath(
          index,
          NodeName.of(name),
          reachable,
          new NodeOptions(options),
          nexthop,
          via,
          mtu,
          minMtu,
          address,
          socket,
          sealing,
          opening);
    }
  }
}
