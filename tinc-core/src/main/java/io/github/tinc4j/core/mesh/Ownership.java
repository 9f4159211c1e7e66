package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.OwnedSubnet;

/**
 * What follows when a node gets a subnet or loses it: tables change, listeners hear of it, and
 * scripts run while the node can be reached (spec 30, 3; spec 40, 7). Neighbours are not told here.
 */
public final class Ownership {

  private final Mesh mesh;
  private final SubnetScripts scripts;
  private final MeshPort port;

  /** Works on {@code mesh}. */
  public Ownership(Mesh mesh, SubnetScripts scripts, MeshPort port) {
    this.mesh = mesh;
    this.scripts = scripts;
    this.port = port;
  }

  /** {@code owner} has the subnet from now on. */
  void begin(NodeEntry owner, OwnedSubnet owned) {
    mesh.subnets().add(owned);
    mesh.touch();
    port.notify(new MeshEvent.SubnetAdded(owned.subnet(), owned.owner()));
    if (owner.isReachable()) {
      scripts.up(owner, owned);
    }
  }

  /** {@code owner} has the subnet no longer. */
  void end(NodeEntry owner, OwnedSubnet owned) {
    if (owner.isReachable()) {
      scripts.down(owner, owned);
    }
    mesh.subnets().remove(owned);
    mesh.touch();
    port.notify(new MeshEvent.SubnetRemoved(owned.subnet(), owned.owner()));
  }
}
