package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.AddEdge;
import io.github.tinc4j.core.wire.AddSubnet;
import io.github.tinc4j.core.wire.DelEdge;
import io.github.tinc4j.core.wire.DelSubnet;
import io.github.tinc4j.core.wire.WireAddress;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Edges and subnets: what neighbours announce, and what we announce ourselves (spec 30, 3).
 *
 * <p>Who tells us something wrong about ourselves gets the correction; nobody else hears of it.
 */
public final class TopologyHandler {

  private final Mesh mesh;
  private final Reachability reachability;
  private final SubnetScripts scripts;
  private final MeshPort port;
  private final RandomGenerator random;
  private final Trust trust;
  private int contradictingAdds;
  private int contradictingDeletes;

  /** Works on {@code mesh}. */
  public TopologyHandler(
      Mesh mesh,
      Reachability reachability,
      SubnetScripts scripts,
      MeshPort port,
      RandomGenerator random,
      Trust trust) {
    this.mesh = mesh;
    this.reachability = reachability;
    this.scripts = scripts;
    this.port = port;
    this.random = random;
    this.trust = trust;
  }

  /**
   * An edge was announced. One whose address is not numeric is kept, but nobody hears of it from
   * us: it would end a tincd 1.0.36 that is told of no better one.
   */
  public void addEdge(MetaConnection source, AddEdge message, String line) {
    if (!mayTell(source, message.from(), message.to())) {
      return;
    }
    NodeEntry from = mesh.addNode(message.from());
    NodeEntry to = mesh.addNode(message.to());
    if (from == null || to == null) {
      if (message.address().numeric() != null) {
        passOn(line, source);
      }
      return;
    }
    Edge announced = new Edge(from, to, message.address(), message.options(), message.weight());
    Edge known = from.edgeTo(to.name());
    if (announced.saysTheSameAs(known)) {
      return;
    }
    if (from == mesh.self()) {
      if (known == null) {
        contradictingAdds++;
        source.send(new DelEdge(random.nextInt(), from.name(), to.name()));
      } else {
        source.send(announcement(known));
      }
      return;
    }
    if (mesh.putEdge(announced)) {
      port.notify(new MeshEvent.EdgeAdded(announced.info()));
    }
    if (announced.isHarmless()) {
      passOn(line, source);
    }
    if (announced.reverse() != null) {
      // A half without the other changes no way.
      reachability.update();
    }
  }

  /** An edge was withdrawn. */
  public void deleteEdge(MetaConnection source, DelEdge message, String line) {
    if (!mayTell(source, message.from(), message.to())) {
      return;
    }
    NodeEntry from = mesh.node(message.from());
    Edge known = from == null ? null : from.edgeTo(message.to());
    if (known == null) {
      return;
    }
    if (from == mesh.self()) {
      contradictingDeletes++;
      source.send(announcement(known));
      return;
    }
    passOn(line, source);
    removeEdge(known);
    reachability.update();
    withdrawReturningEdge(known.to());
  }

  /**
   * Adds our own half of a link and tells the mesh; a tunnel server tells the other end only.
   *
   * @param connection the active one that is the link
   */
  public void addOwnEdge(
      NodeEntry peer,
      MetaConnection connection,
      WireAddress address,
      NodeOptions options,
      int weight) {
    Edge edge = new Edge(mesh.self(), peer, address, options, weight);
    mesh.putEdge(edge);
    port.notify(new MeshEvent.EdgeAdded(edge.info()));
    if (trust.passesOn()) {
      mesh.neighbours().broadcast(announcement(edge));
    } else {
      connection.send(announcement(edge));
    }
    reachability.update();
  }

  /**
   * Removes our own half of a link.
   *
   * @param announce whether the mesh is told
   */
  public void removeOwnEdge(NodeEntry peer, boolean announce) {
    Edge edge = mesh.self().edgeTo(peer.name());
    if (edge == null) {
      return;
    }
    if (announce) {
      announceEnd(edge);
    }
    removeEdge(edge);
    reachability.update();
    if (announce) {
      withdrawReturningEdge(peer);
    }
  }

  /** What is left of a link to us from a node that cannot be reached any more goes too. */
  private void withdrawReturningEdge(NodeEntry node) {
    Edge returning = node.isReachable() ? null : node.edgeTo(mesh.self().name());
    if (returning != null) {
      announceEnd(returning);
      removeEdge(returning);
    }
  }

  private void announceEnd(Edge edge) {
    if (trust.passesOn()) {
      mesh.neighbours()
          .broadcast(new DelEdge(random.nextInt(), edge.from().name(), edge.to().name()));
    }
  }

  private void removeEdge(Edge edge) {
    mesh.removeEdge(edge);
    port.notify(new MeshEvent.EdgeRemoved(edge.info()));
  }

  /** A subnet was announced. */
  public void addSubnet(MetaConnection source, AddSubnet message, String line) {
    if (!mayTell(source, message.owner())) {
      return;
    }
    NodeEntry owner = mesh.addNode(message.owner());
    // With the name that the node has already, not one more copy of it for each subnet.
    NodeName name = owner == null ? message.owner() : owner.name();
    OwnedSubnet owned = new OwnedSubnet(message.subnet(), name);
    if (mesh.subnets().contains(owned)) {
      return;
    }
    if (owner == mesh.self()) {
      source.send(new DelSubnet(random.nextInt(), message.owner(), message.subnet()));
      return;
    }
    if (owner != null && trust.learnsSubnets() && mesh.hasRoomForSubnet()) {
      keepSubnet(owner, owned);
    }
    passOn(line, source);
    if (trust.learnsSubnets()
        && owned.subnet() instanceof Subnet.Mac mac
        && mac.weight() == Subnet.DEFAULT_WEIGHT) {
      // A host that moved from our device to another node's: theirs is the newer word.
      mesh.learnedMacs().endNow(mac.address(), mesh.nowNs());
    }
  }

  /** A subnet was withdrawn. */
  public void deleteSubnet(MetaConnection source, DelSubnet message, String line) {
    NodeEntry owner = mesh.node(message.owner());
    if (owner == null || !mayTell(source, message.owner())) {
      return;
    }
    OwnedSubnet owned = new OwnedSubnet(message.subnet(), message.owner());
    boolean known = mesh.subnets().contains(owned);
    if (!known && trust.learnsSubnets()) {
      return;
    }
    if (known && owner == mesh.self()) {
      source.send(announcement(owned));
      return;
    }
    passOn(line, source);
    if (trust.learnsSubnets()) {
      dropSubnet(owner, owned);
    }
  }

  /** Adds a subnet that is ours from the start. */
  public void addOwnSubnet(OwnedSubnet owned) {
    if (mesh.subnets().add(owned)) {
      mesh.touch();
    }
  }

  /** Adds a node that our host files name, with its subnets; nobody is told yet. */
  public void preload(NodeName name, List<Subnet> subnets) {
    NodeEntry owner = mesh.addNode(name);
    for (Subnet subnet : subnets) {
      OwnedSubnet owned = new OwnedSubnet(subnet, name);
      if (owner != null && mesh.hasRoomForSubnet() && !mesh.subnets().contains(owned)) {
        keepSubnet(owner, owned);
      }
    }
  }

  /**
   * Takes the subnets that our host file of a node names now, none when there is no such file, in
   * place of those it named before, and tells the mesh of those that came and went.
   */
  public void reload(NodeName name, List<Subnet> subnets) {
    for (OwnedSubnet owned : mesh.subnets().of(name)) {
      NodeEntry owner = mesh.node(name);
      if (owner != null && !subnets.contains(owned.subnet())) {
        if (trust.passesOn()) {
          mesh.neighbours().broadcast(withdrawal(owned));
        }
        dropSubnet(owner, owned);
      }
    }
    List<OwnedSubnet> before = mesh.subnets().of(name);
    preload(name, subnets);
    for (OwnedSubnet owned : mesh.subnets().of(name)) {
      if (trust.passesOn() && !before.contains(owned)) {
        mesh.neighbours().broadcast(announcement(owned));
      }
    }
  }

  /** Adds a subnet of ours and tells the mesh; false when it is ours already. */
  public boolean announce(OwnedSubnet owned) {
    if (mesh.subnets().contains(owned)) {
      return false;
    }
    keepSubnet(mesh.self(), owned);
    mesh.neighbours().broadcast(announcement(owned));
    return true;
  }

  /** Takes a subnet of ours back and tells the mesh; false when it is not ours. */
  public boolean withdraw(OwnedSubnet owned) {
    if (!mesh.subnets().contains(owned)) {
      return false;
    }
    mesh.neighbours().broadcast(withdrawal(owned));
    dropSubnet(mesh.self(), owned);
    return true;
  }

  private void keepSubnet(NodeEntry owner, OwnedSubnet owned) {
    mesh.subnets().add(owned);
    mesh.touch();
    port.notify(new MeshEvent.SubnetAdded(owned.subnet(), owned.owner()));
    if (owner.isReachable()) {
      scripts.up(owner, owned);
    }
  }

  private void dropSubnet(NodeEntry owner, OwnedSubnet owned) {
    if (owner.isReachable()) {
      scripts.down(owner, owned);
    }
    mesh.subnets().remove(owned);
    mesh.touch();
    port.notify(new MeshEvent.SubnetRemoved(owned.subnet(), owned.owner()));
  }

  /**
   * Tells a new neighbour everything that cannot hurt it: subnets and edges, node by node (spec 10,
   * 5.7). A tunnel server tells of its own subnets only.
   */
  public void sendEverything(MetaConnection to) {
    for (NodeEntry node : mesh.nodes()) {
      if (node != mesh.self() && !trust.passesOn()) {
        continue;
      }
      for (OwnedSubnet owned : mesh.subnets().of(node.name())) {
        to.send(announcement(owned));
      }
      for (Edge edge : node.edges()) {
        if (edge.isHarmless() && trust.passesOn()) {
          to.send(announcement(edge));
        }
      }
    }
  }

  /**
   * Forgets unreachable nodes with all that they announced, and tells the mesh (spec 30, 6). What
   * our host files say of them stays.
   */
  public void purge() {
    for (NodeEntry node : mesh.nodes()) {
      if (node.isReachable()) {
        continue;
      }
      for (OwnedSubnet owned : mesh.subnets().of(node.name())) {
        if (trust.passesOn()) {
          mesh.neighbours().broadcast(withdrawal(owned));
        }
        if (trust.learnsSubnets()) {
          dropSubnet(node, owned);
        }
      }
      for (Edge edge : List.copyOf(node.edges())) {
        announceEnd(edge);
        removeEdge(edge);
      }
    }
    mesh.forgotten().forEach(mesh::removeNode);
  }

  /**
   * Whether more than {@code limit} announcements and as many withdrawals contradicted us since
   * this was last asked: somebody else uses our name.
   */
  public boolean takeNameContested(int limit) {
    boolean contested = contradictingAdds > limit && contradictingDeletes > limit;
    contradictingAdds = 0;
    contradictingDeletes = 0;
    return contested;
  }

  /** Whether a neighbour is to be heard about a link, or a subnet, of one of {@code ends}. */
  private boolean mayTell(MetaConnection source, NodeName... ends) {
    if (trust.passesOn()) {
      return true;
    }
    for (NodeName end : ends) {
      if (end.equals(source.provenPeer()) || end.equals(mesh.self().name())) {
        return true;
      }
    }
    return false;
  }

  private void passOn(String line, MetaConnection source) {
    if (trust.passesOn()) {
      mesh.neighbours().forward(line, source);
    }
  }

  private AddEdge announcement(Edge edge) {
    NodeName from = edge.from().name();
    return new AddEdge(
        random.nextInt(), from, edge.to().name(), edge.address(), edge.options(), edge.weight());
  }

  private AddSubnet announcement(OwnedSubnet owned) {
    return new AddSubnet(random.nextInt(), owned.owner(), owned.subnet());
  }

  private DelSubnet withdrawal(OwnedSubnet owned) {
    return new DelSubnet(random.nextInt(), owned.owner(), owned.subnet());
  }
}
