package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.List;

/**
 * Other nodes' subnets as our host files name them, where those are believed rather than the mesh:
 * {@code StrictSubnets} and {@code TunnelServer} (spec 30, 6a).
 */
public final class PreloadedSubnets {

  private final Mesh mesh;
  private final Flooding flooding;
  private final Announcements announcements;
  private final Ownership ownership;

  /** Works on {@code mesh}. */
  public PreloadedSubnets(
      Mesh mesh, Flooding flooding, Announcements announcements, Ownership ownership) {
    this.mesh = mesh;
    this.flooding = flooding;
    this.announcements = announcements;
    this.ownership = ownership;
  }

  /** Adds a node with the subnets that its host file names; nobody is told. */
  public void add(NodeName name, List<Subnet> subnets) {
    NodeEntry owner = mesh.addNode(name);
    for (Subnet subnet : subnets) {
      OwnedSubnet owned = new OwnedSubnet(subnet, name);
      if (owner != null && mesh.hasRoomForSubnet() && !mesh.subnets().contains(owned)) {
        ownership.begin(owner, owned);
      }
    }
  }

  /**
   * Takes the subnets that the host file of a node names now, none when there is no such file, in
   * place of those it named before, and tells the mesh of those that came and went.
   */
  public void replace(NodeName name, List<Subnet> subnets) {
    for (OwnedSubnet owned : mesh.subnets().of(name)) {
      NodeEntry owner = mesh.node(name);
      if (owner != null && !subnets.contains(owned.subnet())) {
        flooding.tellOfOthers(announcements.endOf(owned));
        ownership.end(owner, owned);
      }
    }
    List<OwnedSubnet> before = mesh.subnets().of(name);
    add(name, subnets);
    for (OwnedSubnet owned : mesh.subnets().of(name)) {
      if (!before.contains(owned)) {
        flooding.tellOfOthers(announcements.of(owned));
      }
    }
  }
}
