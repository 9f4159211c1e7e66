package io.github.tinc4j.api;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The text of a numeric address as tincd writes it to peers, scripts and logs: that of RFC 5952,
 * {@code 2001:db8::1}, where {@link InetAddress#getHostAddress} has {@code 2001:db8:0:0:0:0:0:1}.
 * Pure functions, any thread.
 */
public final class AddressText {

  private static final int GROUPS = 8;

  private AddressText() {}

  /** The text of {@code address}, with its zone when it has one: {@code fe80::1%eth0}. */
  public static String of(InetAddress address) {
    String plain = address.getHostAddress();
    if (!(address instanceof Inet6Address)) {
      return plain;
    }
    int zone = plain.indexOf('%');
    return shortened(address.getAddress()) + (zone < 0 ? "" : plain.substring(zone));
  }

  /** With "::" in place of the longest run of groups that are zero, of equals the first. */
  private static String shortened(byte[] address) {
    int left = GROUPS;
    int length = 1; // a group alone stays
    int from = 0;
    while (from < GROUPS) {
      int to = from;
      while (to < GROUPS && group(address, to) == 0) {
        to++;
      }
      if (to - from > length) {
        left = from;
        length = to - from;
      }
      from = to + 1;
    }
    if (left == GROUPS) {
      return groups(address, 0, GROUPS);
    }
    return groups(address, 0, left) + "::" + groups(address, left + length, GROUPS);
  }

  private static String groups(byte[] address, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(address, i)));
    }
    return text.toString();
  }

  private static int group(byte[] address, int index) {
    return (address[2 * index] & 0xFF) << Byte.SIZE | (address[2 * index + 1] & 0xFF);
  }
}
