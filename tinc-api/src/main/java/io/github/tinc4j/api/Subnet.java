package io.github.tinc4j.api;

import java.net.InetAddress;

/**
 * A range of addresses that a node owns: IPv4, IPv6 or one MAC address, with a weight that decides
 * between owners of the same range; the lower weight is preferred (spec 30, 2).
 *
 * <p>{@code toString} gives tinc's canonical text, always with the weight: {@code 10.9.1.0/24#10},
 * {@code fec0:0:0:1:0:0:0:0/64#10}, {@code 0:1a:2b:3c:4d:5e#10}. Address bits beyond the prefix are
 * kept as they were given: subnets heard from the mesh may have them, those of a configuration may
 * not.
 */
public sealed interface Subnet {

  /** The weight of a subnet that names none. */
  int DEFAULT_WEIGHT = 10;

  /** The longest text that is read, in characters. */
  int MAX_TEXT_LENGTH = 1023;

  /** The preference among equal ranges; lower is better; may be negative. */
  int weight();

  /** How many leading bits of the address count: 0 to 32, 0 to 128, or 48 for a MAC address. */
  int prefixLength();

  /** Whether {@code address} lies in this range; a MAC subnet contains no IP address. */
  boolean contains(InetAddress address);

  /** Whether all address bits beyond the prefix are zero, as a configuration file must have it. */
  boolean isCanonical();

  /** The canonical text without the weight, as the scripts' {@code SUBNET} has it. */
  String addressText();

  /**
   * Reads {@code address[/prefix][#weight]}: a MAC, IPv4 or IPv6 address.
   *
   * @throws IllegalArgumentException when {@code text} is none of these; the message quotes it
   */
  static Subnet parse(String text) {
    return SubnetText.parse(text);
  }

  /**
   * An IPv4 range.
   *
   * @param address the four bytes, the first one highest
   */
  record Ipv4(int address, int prefixLength, int weight) implements Subnet {
    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException when {@code prefixLength} is not 0 to 32
     */
    public Ipv4 {
      SubnetText.checkPrefix(prefixLength, 32);
    }

    @Override
    public boolean contains(InetAddress other) {
      byte[] bytes = other.getAddress();
      return bytes.length == 4 && ((SubnetText.int32(bytes, 0) ^ address) & mask()) == 0;
    }

    @Override
    public boolean isCanonical() {
      return (address & ~mask()) == 0;
    }

    private int mask() {
      return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
    }

    @Override
    public String addressText() {
      return SubnetText.ipv4(address) + "/" + prefixLength;
    }

    @Override
    public String toString() {
      return addressText() + "#" + weight;
    }
  }

  /**
   * An IPv6 range.
   *
   * @param high the first eight bytes of the address
   * @param low the last eight bytes of the address
   */
  record Ipv6(long high, long low, int prefixLength, int weight) implements Subnet {
    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException when {@code prefixLength} is not 0 to 128
     */
    public Ipv6 {
      SubnetText.checkPrefix(prefixLength, 128);
    }

    @Override
    public boolean contains(InetAddress other) {
      byte[] bytes = other.getAddress();
      return bytes.length == 16
          && ((SubnetText.int64(bytes, 0) ^ high) & highMask()) == 0
          && ((SubnetText.int64(bytes, 8) ^ low) & lowMask()) == 0;
    }

    @Override
    public boolean isCanonical() {
      return (high & ~highMask()) == 0 && (low & ~lowMask()) == 0;
    }

    private long highMask() {
      return prefixLength == 0 ? 0 : prefixLength >= 64 ? -1 : -1L << (64 - prefixLength);
    }

    private long lowMask() {
      return prefixLength <= 64 ? 0 : -1L << (128 - prefixLength);
    }

    @Override
    public String addressText() {
      return SubnetText.ipv6(high, low) + "/" + prefixLength;
    }

    @Override
    public String toString() {
      return addressText() + "#" + weight;
    }
  }

  /**
   * One Ethernet address.
   *
   * @param address the six bytes in the low 48 bits, the first one highest
   */
  record Mac(long address, int weight) implements Subnet {
    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException when {@code address} has more than 48 bits
     */
    public Mac {
      if (address >>> 48 != 0) {
        throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(address));
      }
    }

    @Override
    public int prefixLength() {
      return 48;
    }

    @Override
    public boolean contains(InetAddress other) {
      return false;
    }

    @Override
    public boolean isCanonical() {
      return true;
    }

    @Override
    public String addressText() {
      return SubnetText.mac(address);
    }

    @Override
    public String toString() {
      return addressText() + "#" + weight;
    }
  }
}
