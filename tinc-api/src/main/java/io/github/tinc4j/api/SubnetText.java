package io.github.tinc4j.api;

import org.jspecify.annotations.Nullable;

/** The text form of subnets (spec 30, 2): pure functions, no name is ever resolved. */
final class SubnetText {

  private static final int IPV6_GROUPS = 8;

  private SubnetText() {}

  static Subnet parse(String text) {
    Subnet subnet = text.length() > Subnet.MAX_TEXT_LENGTH ? null : read(text);
    if (subnet == null) {
      throw new IllegalArgumentException("not a subnet: '" + text + "'");
    }
    return subnet;
  }

  private static @Nullable Subnet read(String text) {
    String rest = text;
    int weight = Subnet.DEFAULT_WEIGHT;
    int hash = rest.indexOf('#');
    if (hash >= 0) {
      Integer value = decimal(rest.substring(hash + 1));
      if (value == null) {
        return null;
      }
      weight = value;
      rest = rest.substring(0, hash);
    }
    Integer prefix = null;
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      prefix = decimal(rest.substring(slash + 1));
      if (prefix == null || prefix < 0) {
        return null;
      }
      rest = rest.substring(0, slash);
    }
    // Recognition order of the spec: MAC, then IPv4, then IPv6.
    Long mac = readMac(rest);
    if (mac != null) {
      return prefix == null ? new Subnet.Mac(mac, weight) : null;
    }
    Integer ipv4 = readIpv4(rest);
    if (ipv4 != null) {
      int bits = prefix == null ? 32 : prefix;
      return bits <= 32 ? new Subnet.Ipv4(ipv4, bits, weight) : null;
    }
    long[] ipv6 = readIpv6(rest);
    if (ipv6 != null) {
      int bits = prefix == null ? 128 : prefix;
      return bits <= 128 ? new Subnet.Ipv6(ipv6[0], ipv6[1], bits, weight) : null;
    }
    return null;
  }

  private static @Nullable Integer decimal(String text) {
    int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (text.length() == digits || text.length() > 11) {
      return null;
    }
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    long value = Long.parseLong(text);
    return value == (int) value ? (int) value : null;
  }

  /** Six groups; a group longer than a byte is taken modulo 2^16, then 2^8, as tincd does. */
  private static @Nullable Long readMac(String text) {
    String[] groups = text.split(":", -1);
    if (groups.length != 6) {
      return null;
    }
    long address = 0;
    for (String group : groups) {
      long value = hex(group, MAX_MAC_GROUP);
      if (value < 0) {
        return null;
      }
      address = address << 8 | (value & 0xff);
    }
    return address;
  }

  private static final int MAX_MAC_GROUP = 15;

  private static @Nullable Integer readIpv4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    int address = 0;
    for (String part : parts) {
      Integer value = part.startsWith("-") || part.startsWith("+") ? null : decimal(part);
      if (value == null || value > 255) {
        return null;
      }
      address = address << 8 | value;
    }
    return address;
  }

  private static long @Nullable [] readIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    int[] head = readGroups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] tail = gap < 0 ? new int[0] : readGroups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return null;
    }
    int given = head.length + tail.length;
    if (gap < 0 ? given != IPV6_GROUPS : given >= IPV6_GROUPS) {
      return null;
    }
    int[] groups = new int[IPV6_GROUPS];
    System.arraycopy(head, 0, groups, 0, head.length);
    System.arraycopy(tail, 0, groups, IPV6_GROUPS - tail.length, tail.length);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new long[] {high, low};
  }

  /** Groups of one side of a "::"; the last side may end in a dotted quad. */
  private static int @Nullable [] readGroups(String text, boolean last) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    boolean dotted = last && parts[parts.length - 1].indexOf('.') >= 0;
    int count = parts.length + (dotted ? 1 : 0);
    if (count > IPV6_GROUPS) {
      return null;
    }
    int[] groups = new int[count];
    for (int i = 0; i < parts.length; i++) {
      if (dotted && i == parts.length - 1) {
        Integer quad = readIpv4(parts[i]);
        if (quad == null) {
          return null;
        }
        groups[i] = quad >>> 16;
        groups[i + 1] = quad & 0xffff;
      } else {
        long value = hex(parts[i], 4);
        if (value < 0) {
          return null;
        }
        groups[i] = (int) value;
      }
    }
    return groups;
  }

  /** The value of 1 to {@code maxDigits} hexadecimal digits, or -1. */
  private static long hex(String text, int maxDigits) {
    if (text.isEmpty() || text.length() > maxDigits) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  static String ipv4(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 0xff)
        + "."
        + (address >>> 8 & 0xff)
        + "."
        + (address & 0xff);
  }

  static String ipv6(long high, long low) {
    var text = new StringBuilder(39);
    for (int i = 0; i < IPV6_GROUPS; i++) {
      long half = i < 4 ? high : low;
      text.append(i == 0 ? "" : ":")
          .append(Long.toHexString(half >>> (48 - 16 * (i % 4)) & 0xffff));
    }
    return text.toString();
  }

  static String mac(long address) {
    var text = new StringBuilder(17);
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append(shift == 40 ? "" : ":").append(Long.toHexString(address >>> shift & 0xff));
    }
    return text.toString();
  }

  static void checkPrefix(int prefixLength, int bits) {
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException("prefix length not 0 to " + bits + ": " + prefixLength);
    }
  }

  static int int32(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | (bytes[at + 3] & 0xff);
  }

  static long int64(byte[] bytes, int at) {
    return (long) int32(bytes, at) << 32 | (int32(bytes, at + 4) & 0xffffffffL);
  }
}
