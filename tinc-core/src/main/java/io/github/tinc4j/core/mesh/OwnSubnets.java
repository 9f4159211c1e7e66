package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.List;

/**
 * The subnets of this node: those of its settings, those that the program announces, and in switch
 * mode the addresses behind its device.
 */
public final class OwnSubnets {

  private final Mesh mesh;
  private final Announcements announcements;
  private final Ownership ownership;

  /** Works on {@code mesh}. */
  public OwnSubnets(Mesh mesh, Announcements announcements, Ownership ownership) {
    this.mesh = mesh;
    this.announcements = announcements;
    this.ownership = ownership;
  }

  /** Has these from the start: there is nobody to be told yet, and their scripts are not ours. */
  public void begin(List<Subnet> subnets) {
    for (Subnet subnet : subnets) {
      if (mesh.subnets().add(ours(subnet))) {
        mesh.touch();
      }
    }
  }

  /** Adds a subnet and tells the mesh; false when it is ours already. */
  public boolean announce(Subnet subnet) {
    OwnedSubnet owned = ours(subnet);
    if (mesh.subnets().contains(owned)) {
      return false;
    }
    ownership.begin(mesh.self(), owned);
    mesh.neighbours().broadcast(announcements.of(owned));
    return true;
  }

  /** Takes a subnet back and tells the mesh; false when it is not ours. */
  public boolean withdraw(Subnet subnet) {
    OwnedSubnet owned = ours(subnet);
    if (!mesh.subnets().contains(owned)) {
      return false;
    }
    mesh.neighbours().broadcast(announcements.endOf(owned));
    ownership.end(mesh.self(), owned);
    return true;
  }

  private OwnedSubnet ours(Subnet subnet) {
    return new OwnedSubnet(subnet, mesh.self().name());
  }
}
