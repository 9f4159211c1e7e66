package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who owns an address: the rule of spec 30, 7, worked out beforehand. Immutable.
 *
 * <p>"Prefix length descending, then address, weight, owner": the first matching subnet whose owner
 * is reachable wins; if none is, the last one that matches.
 *
 * <p>A binary trie per address family whose nodes are prefixes; a path without branches is one
 * step, so a lookup takes at most as many steps as there are different lengths among the prefixes
 * and branches on its way. IPv4 addresses are the upper 32 bits of a 128-bit one.
 */
public final class SubnetTrie {

  private static final int NONE = -1;

  // Node n is the prefix of length[n] bits of high[n], low[n], bits beyond it zero.
  private long[] high = new long[16];
  private long[] low = new long[16];
  private int[] length = new int[16];
  private int[] zero = new int[16];
  private int[] one = new int[16];

  /** The first reachable owner of exactly this prefix, in lookup order. */
  private int[] reachable = new int[16];

  /** The last owner of exactly this prefix, in lookup order; NONE where the node only branches. */
  private int[] last = new int[16];

  private int nodes;
  private int rootIpv4 = NONE;
  private int rootIpv6 = NONE;

  /**
   * Builds the trie.
   *
   * @param subnets in lookup order; those of MAC addresses are left out
   * @param owners the node of a name
   * @throws IllegalArgumentException when {@code owners} does not know an owner
   */
  SubnetTrie(List<OwnedSubnet> subnets, Function<NodeName, @Nullable PeerPath> owners) {
    for (OwnedSubnet owned : subnets) {
      PeerPath owner = owners.apply(owned.owner());
      if (owner == null) {
        throw new IllegalArgumentException("no peer is named " + owned.owner());
      }
      if (owned.subnet() instanceof Subnet.Ipv4 s) {
        long bits = (long) s.address() << 32;
        rootIpv4 = insert(rootIpv4, bits, 0, s.prefixLength(), owner);
      } else if (owned.subnet() instanceof Subnet.Ipv6 s) {
        rootIpv6 = insert(rootIpv6, s.high(), s.low(), s.prefixLength(), owner);
      }
    }
  }

  /**
   * The index of the owner of an IPv4 address, or -1 when nobody owns it.
   *
   * @param address the four bytes, the first one highest
   */
  public int lookupIpv4(int address) {
    return lookup(rootIpv4, (long) address << 32, 0);
  }

  /**
   * The index of the owner of an IPv6 address, or -1 when nobody owns it.
   *
   * @param highBits the first eight bytes
   * @param lowBits the last eight bytes
   */
  public int lookupIpv6(long highBits, long lowBits) {
    return lookup(rootIpv6, highBits, lowBits);
  }

  private int lookup(int root, long h, long l) {
    int found = NONE;
    int fallback = NONE;
    for (int n = root; n != NONE; n = bit(h, l, length[n]) == 0 ? zero[n] : one[n]) {
      if (commonBits(h, l, n) < length[n]) {
        break;
      }
      if (reachable[n] != NONE) {
        found = reachable[n];
      }
      // The last match in the whole order is of the shortest prefix, which comes first on the way.
      if (fallback == NONE) {
        fallback = last[n];
      }
    }
    return found != NONE ? found : fallback;
  }

  /** Adds an owner below {@code n}; returns the node that takes its place. */
  private int insert(int n, long h, long l, int prefix, PeerPath owner) {
    if (n == NONE) {
      return own(add(h, l, prefix), owner);
    }
    int common = Math.min(Math.min(commonBits(h, l, n), length[n]), prefix);
    if (common == length[n]) {
      if (common == prefix) {
        return own(n, owner);
      }
      if (bit(h, l, common) == 0) {
        int child = insert(zero[n], h, l, prefix, owner);
        zero[n] = child;
      } else {
        int child = insert(one[n], h, l, prefix, owner);
        one[n] = child;
      }
      return n;
    }
    int fork = add(h, l, common);
    if (bit(high[n], low[n], common) == 0) {
      zero[fork] = n;
    } else {
      one[fork] = n;
    }
    return insert(fork, h, l, prefix, owner);
  }

  private int own(int n, PeerPath owner) {
    if (reachable[n] == NONE && owner.reachable()) {
      reachable[n] = owner.index();
    }
    last[n] = owner.index();
    return n;
  }

  private int add(long h, long l, int prefix) {
    int n = nodes++;
    if (n == length.length) {
      grow(n * 2);
    }
    high[n] = h & highMask(prefix);
    low[n] = l & lowMask(prefix);
    length[n] = prefix;
    zero[n] = NONE;
    one[n] = NONE;
    reachable[n] = NONE;
    last[n] = NONE;
    return n;
  }

  private void grow(int size) {
    high = Arrays.copyOf(high, size);
    low = Arrays.copyOf(low, size);
    length = Arrays.copyOf(length, size);
    zero = Arrays.copyOf(zero, size);
    one = Arrays.copyOf(one, size);
    reachable = Arrays.copyOf(reachable, size);
    last = Arrays.copyOf(last, size);
  }

  /** How many leading bits of an address are those of node {@code n}. */
  private int commonBits(long h, long l, int n) {
    long differing = h ^ high[n];
    return differing != 0
        ? Long.numberOfLeadingZeros(differing)
        : 64 + Long.numberOfLeadingZeros(l ^ low[n]);
  }

  /** The bit at {@code index}, counted from the highest; 0 beyond the last. */
  private static int bit(long h, long l, int index) {
    if (index >= 128) {
      return 0;
    }
    return (int) ((index < 64 ? h >>> (63 - index) : l >>> (127 - index)) & 1);
  }

  private static long highMask(int prefix) {
    return prefix == 0 ? 0 : prefix >= 64 ? -1 : -1L << (64 - prefix);
  }

  private static long lowMask(int prefix) {
    return prefix <= 64 ? 0 : -1L << (128 - prefix);
  }
}
