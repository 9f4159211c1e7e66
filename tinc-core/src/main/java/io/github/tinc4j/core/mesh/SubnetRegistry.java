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

  /**
   * Kind (MAC, IPv4, IPv6), prefix length descending, address, weight, owner. Addresses compare as
   * unsigned bytes.
   */
  static final Comparator<OwnedSubnet> LOOKUP_ORDER =
      Comparator.comparing(OwnedSubnet::subnet, SubnetRegistry::compareSubnets)
          .thenComparing(OwnedSubnet::owner);

  private final TreeSet<OwnedSubnet> all = new TreeSet<>(LOOKUP_ORDER);
  private final Map<NodeName, TreeSet<OwnedSubnet>> byOwner = new HashMap<>();

  private static int compareSubnets(Subnet a, Subnet b) {
    int order = Integer.compare(kind(a), kind(b));
    if (order == 0) {
      order = Integer.compare(b.prefixLength(), a.prefixLength());
    }
    if (order == 0) {
      order = compareAddresses(a, b);
    }
    return order != 0 ? order : Integer.compare(a.weight(), b.weight());
  }

  private static int kind(Subnet subnet) {
    return subnet instanceof Subnet.Mac ? 0 : subnet instanceof Subnet.Ipv4 ? 1 : 2;
  }

  private static int compareAddresses(Subnet a, Subnet b) {
    if (a instanceof Subnet.Ipv4 x && b instanceof Subnet.Ipv4 y) {
      return Integer.compareUnsigned(x.address(), y.address());
    }
    if (a instanceof Subnet.Ipv6 x && b instanceof Subnet.Ipv6 y) {
      int high = Long.compareUnsigned(x.high(), y.high());
      return high != 0 ? high : Long.compareUnsigned(x.low(), y.low());
    }
    return Long.compare(((Subnet.Mac) a).address(), ((Subnet.Mac) b).address());
  }

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
