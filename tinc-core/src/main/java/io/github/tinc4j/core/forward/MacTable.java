package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a MAC address: the rule of spec 30, 7, worked out beforehand. Immutable.
 *
 * <p>"Address, weight, owner name": the first owner that is reachable wins; if none is, the last. A
 * hash table with open addressing, at most half full.
 */
public final class MacTable {

  private static final int NONE = -1;
  private static final int LEAST_PLACES = 2;

  /** The address of each place; NONE, which is no address of 48 bits, where it is free. */
  private final long[] addresses;

  private final int[] owners;
  private final int shift;

  /**
   * Builds the table.
   *
   * @param subnets in lookup order; those of IP addresses are left out
   * @param nodes the node of a name
   * @throws IllegalArgumentException when {@code nodes} does not know an owner
   */
  MacTable(List<OwnedSubnet> subnets, Function<NodeName, @Nullable PeerPath> nodes) {
    int count = (int) subnets.stream().filter(s -> s.subnet() instanceof Subnet.Mac).count();
    int places = Math.max(LEAST_PLACES, Integer.highestOneBit(count) * 4);
    addresses = new long[places];
    Arrays.fill(addresses, NONE);
    owners = new int[places];
    shift = Long.SIZE - Integer.numberOfTrailingZeros(places);
    PeerPath[] chosen = new PeerPath[places];
    for (OwnedSubnet owned : subnets) {
      if (owned.subnet() instanceof Subnet.Mac mac) {
        PeerPath owner = nodes.apply(owned.owner());
        if (owner == null) {
          throw new IllegalArgumentException("no peer is named " + owned.owner());
        }
        int place = place(mac.address());
        PeerPath before = chosen[place];
        if (before == null || !before.reachable()) {
          addresses[place] = mac.address();
          owners[place] = owner.index();
          chosen[place] = owner;
        }
      }
    }
  }

  /**
   * The index of the owner of a MAC address, or -1 when nobody owns it.
   *
   * @param address 48 bits
   */
  public int lookup(long address) {
    int place = place(address);
    return addresses[place] == address ? owners[place] : NONE;
  }

  /** Where an address is, or where it would be. */
  private int place(long address) {
    // Both halves, the vendor's and the other, are mixed before the place is taken from the top.
    int place = (int) ((address * 0x9E3779B97F4A7C15L) >>> shift);
    while (addresses[place] != address && addresses[place] != NONE) {
      place = (place + 1) & (addresses.length - 1);
    }
    return place;
  }
}
