package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.Subnet;
import java.util.Comparator;

/** The order in which tincd walks subnets, in look-ups and for scripts (spec 30, 7). */
public final class SubnetOrder {

  /**
   * Kind (MAC, IPv4, IPv6), prefix length descending, address, weight. Addresses compare as
   * unsigned bytes.
   */
  public static final Comparator<Subnet> LOOKUP = SubnetOrder::compare;

  private SubnetOrder() {}

  private static int compare(Subnet a, Subnet b) {
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
}
