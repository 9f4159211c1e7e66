package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who owns which subnet, in the order that look-ups walk (spec 30, 7). */
final class SubnetRegistry {

  /** The order of {@link SubnetOrder}, then owner. */
  static final Comparator<OwnedSubnet> LOOKUP_ORDER =
      Comparator.comparing(OwnedSubnet::subnet, SubnetOrder.LOOKUP)
          .thenComparing(OwnedSubnet::owner);

  private final TreeSet<OwnedSubnet> all = new TreeSet<>(LOOKUP_ORDER);
  private final Map<NodeName, TreeSet<OwnedSubnet>> byOwner = new HashMap<>();

  /** Adds a subnet; false when the owner has it already. */
  boolean add(OwnedSubnet owned) {
    byOwner.computeIfAbsent(owned.owner(), owner -> new TreeSet<>(LOOKUP_ORDER)).add(owned);
    return all.add(owned);
  }

  /** Removes a subnet; false when the owner does not have it. */
  boolean remove(OwnedSubnet owned) {
    SortedSet<OwnedSubnet> owns = byOwner.get(owned.owner());
    if (owns != null && owns.remove(owned) && owns.isEmpty()) {
      byOwner.remove(owned.owner());
    }
    return all.remove(owned);
  }

  boolean contains(OwnedSubnet owned) {
    return all.contains(owned);
  }

  /** Whether {@code owner} has this MAC address, with whatever weight. */
  boolean ownsMac(NodeName owner, long address) {
    TreeSet<OwnedSubnet> owns = byOwner.get(owner);
    OwnedSubnet first =
        owns == null
            ? null
            : owns.ceiling(new OwnedSubnet(new Subnet.Mac(address, Integer.MIN_VALUE), owner));
    return first != null && first.subnet() instanceof Subnet.Mac mac && mac.address() == address;
  }

  int size() {
    return all.size();
  }

  /** The subnets of one node; a copy. */
  List<OwnedSubnet> of(NodeName owner) {
    SortedSet<OwnedSubnet> owns = byOwner.get(owner);
    return owns == null ? List.of() : new ArrayList<>(owns);
  }

  /** All subnets; a copy. */
  List<OwnedSubnet> all() {
    return new ArrayList<>(all);
  }
}
