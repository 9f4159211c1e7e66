package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.AddressText;
import io.github.tinc4j.api.Subnet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An address and port as they stand in a line: numeric, or text that is passed on and never looked
 * up (spec 10, 6).
 */
public record WireAddress(String host, String port) {

  private static final int MOST_PORT_DIGITS = 5;

  /** The numeric form of an address that has been resolved, without an IPv6 zone. */
  public static WireAddress of(InetSocketAddress address) {
    return new WireAddress(text(address.getAddress()), Integer.toString(address.getPort()));
  }

  private static String text(InetAddress address) {
    String text = AddressText.of(address);
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /**
   * The address, or null when host or port are not numeric, or not so to every system: a part of a
   * dotted quad with a zero before it is octal to some.
   */
  public @Nullable InetSocketAddress numeric() {
    int portNumber = portNumber();
    byte[] address = portNumber < 0 ? null : addressBytes();
    if (address == null) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), portNumber);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are always an address", e);
    }
  }

  private int portNumber() {
    if (port.isEmpty() || port.length() > MOST_PORT_DIGITS) {
      return -1;
    }
    for (int i = 0; i < port.length(); i++) {
      if (port.charAt(i) < '0' || port.charAt(i) > '9') {
        return -1;
      }
    }
    int number = Integer.parseInt(port);
    return number <= 0xffff ? number : -1;
  }

  private boolean hasOctalPart() {
    for (int at = host.indexOf('.'); at >= 0; at = host.indexOf('.', at + 1)) {
      if (startsWithZero(at + 1)) {
        return true;
      }
    }
    return host.indexOf('.') >= 0 && startsWithZero(host.lastIndexOf(':') + 1);
  }

  private boolean startsWithZero(int at) {
    return at + 1 < host.length()
        && host.charAt(at) == '0'
        && host.charAt(at + 1) >= '0'
        && host.charAt(at + 1) <= '9';
  }

  /** A host address has the text form of a subnet without prefix and weight. */
  private byte @Nullable [] addressBytes() {
    if (host.indexOf('/') >= 0 || host.indexOf('#') >= 0 || hasOctalPart()) {
      return null;
    }
    Subnet subnet;
    try {
      subnet = Subnet.parse(host);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (subnet instanceof Subnet.Ipv4 ipv4) {
      return ByteBuffer.allocate(4).putInt(ipv4.address()).array();
    }
    if (subnet instanceof Subnet.Ipv6 ipv6) {
      return ByteBuffer.allocate(16).putLong(ipv6.high()).putLong(ipv6.low()).array();
    }
    return null;
  }
}
