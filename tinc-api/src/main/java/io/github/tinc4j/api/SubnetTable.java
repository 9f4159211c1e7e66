package io.github.tinc4j.api;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who owns which address: all subnets of the mesh, and our own, which may be announced and
 * withdrawn while the node runs.
 *
 * <p>All methods may be called from any thread. Queries read the newest snapshot and never block.
 */
public interface SubnetTable {

  /**
   * The subnet that a packet to {@code address} is sent to: the longest prefix whose owner is
   * reachable; among equal prefixes the lowest weight, then the first owner by name. Where no owner
   * is reachable, the last candidate in that order (spec 30, 7).
   */
  Optional<OwnedSubnet> lookup(InetAddress address);

  /** The owner of {@link #lookup lookup(address)}. */
  default Optional<NodeName> owner(InetAddress address) {
    return lookup(address).map(OwnedSubnet::owner);
  }

  /** All subnets known, in lookup order. */
  List<OwnedSubnet> all();

  /** The subnets of one node, in lookup order; empty when the node is unknown. */
  List<Subnet> of(NodeName owner);

  /**
   * Adds a subnet to our own and tells the mesh. Returns when lookups of this node show it.
   *
   * @return false when we already own exactly this subnet
   * @throws IllegalArgumentException when address bits beyond the prefix are set
   * @throws IllegalStateException when the node is closed
   */
  boolean announce(Subnet subnet);

  /**
   * Takes one of our own subnets back and tells the mesh. Returns when lookups of this node no
   * longer show it.
   *
   * @return false when we do not own exactly this subnet (its weight counts)
   * @throws IllegalStateException when the node is closed
   */
  boolean withdraw(Subnet subnet);
}
