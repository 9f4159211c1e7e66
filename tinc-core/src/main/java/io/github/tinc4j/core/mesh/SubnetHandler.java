package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.wire.AddSubnet;
import io.github.tinc4j.core.wire.DelSubnet;

/**
 * Subnets that neighbours announce and withdraw (spec 30, 3); ours are {@link OwnSubnets}, those of
 * our host files {@link PreloadedSubnets}.
 *
 * <p>Who tells us something wrong about a subnet of ours gets the correction; nobody else hears of
 * it.
 */
public final class SubnetHandler {

  private final Mesh mesh;
  private final Flooding flooding;
  private final Announcements announcements;
  private final Ownership ownership;
  private final Trust trust;

  /** Works on {@code mesh}. */
  public SubnetHandler(
      Mesh mesh, Flooding flooding, Announcements announcements, Ownership ownership, Trust trust) {
    this.mesh = mesh;
    this.flooding = flooding;
    this.announcements = announcements;
    this.ownership = ownership;
    this.trust = trust;
  }

  /** A subnet was announced. */
  public void add(MetaConnection source, AddSubnet message, String line) {
    if (!flooding.hears(source, message.owner())) {
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
      source.send(announcements.endOf(owned));
      return;
    }
    if (owner != null && trust.learnsSubnets() && mesh.hasRoomForSubnet()) {
      ownership.begin(owner, owned);
    }
    flooding.passOn(line, source);
    if (trust.learnsSubnets()
        && owned.subnet() instanceof Subnet.Mac mac
        && mac.weight() == Subnet.DEFAULT_WEIGHT) {
      // A host that moved from our device to another node's: theirs is the newer word.
      mesh.learnedMacs().endNow(mac.address(), mesh.nowNs());
    }
  }

  /** A subnet was withdrawn. */
  public void delete(MetaConnection source, DelSubnet message, String line) {
    NodeEntry owner = mesh.node(message.owner());
    if (owner == null || !flooding.hears(source, message.owner())) {
      return;
    }
    OwnedSubnet owned = new OwnedSubnet(message.subnet(), message.owner());
    boolean known = mesh.subnets().contains(owned);
    if (!known && trust.learnsSubnets()) {
      return;
    }
    if (known && owner == mesh.self()) {
      source.send(announcements.of(owned));
      return;
    }
    flooding.passOn(line, source);
    if (trust.learnsSubnets()) {
      ownership.end(owner, owned);
    }
  }
}
