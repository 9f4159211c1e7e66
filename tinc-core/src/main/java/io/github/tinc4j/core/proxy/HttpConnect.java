package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.AddressText;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * HTTP CONNECT (RFC 9110, 9.3.6; RFC 9112).
 *
 * <p>A header follows in any case; an answer of 2xx means that all after it is the peer's, whatever
 * the header says of a body. tincd leaves out {@code Host}, which HTTP/1.1 requires, writes IPv6
 * addresses without brackets, and takes nothing but HTTP/1.1 and 200; proxies that answer HTTP/1.0
 * are in use (tinyproxy).
 */
final class HttpConnect implements ProxyHandshake {

  /** More than a proxy has to say; one that goes on is none. */
  static final int LONGEST_HEADER = 8192;

  private static final byte[] START = ascii("http/1.");
  private static final byte[] END = ascii("\r\n\r\n");
  private static final int MOST_SHOWN = 80;

  private final InetSocketAddress target;
  private final byte[] header = new byte[LONGEST_HEADER];
  private int size;

  HttpConnect(InetSocketAddress target) {
    this.target = target;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public ProxyStep begin() {
    String place = host() + ":" + target.getPort();
    return new ProxyStep.Say(
        ascii("CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n\r\n"));
  }

  private String host() {
    InetAddress address = target.getAddress();
    if (address == null) {
      return target.getHostString();
    }
    String text = AddressText.of(address);
    int zone = text.indexOf('%');
    return address instanceof Inet6Address
        ? "[" + (zone < 0 ? text : text.substring(0, zone)) + "]"
        : text;
  }

  @Override
  public ProxyStep receive(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (size == LONGEST_HEADER) {
        return ProxyStep.malformed("a header of more than " + LONGEST_HEADER + " bytes");
      }
      byte next = bytes.get();
      if (size < START.length && Character.toLowerCase(next) != START[size]) {
        return ProxyStep.malformed("no HTTP");
      }
      header[size++] = next;
      if (next == '\n' && endsHeader()) {
        return answer();
      }
    }
    return ProxyStep.WAIT;
  }

  private boolean endsHeader() {
    for (int i = 1; i <= END.length; i++) {
      if (size < i || header[size - i] != END[END.length - i]) {
        return false;
      }
    }
    return true;
  }

  /** {@code HTTP/1.x SP 3DIGIT SP reason}. */
  private ProxyStep answer() {
    int digit = START.length + 2;
    int status = header[START.length + 1] == ' ' ? 0 : -1;
    for (int i = digit; status >= 0 && i < digit + 3; i++) {
      boolean number = header[i] >= '0' && header[i] <= '9';
      status = number ? status * 10 + header[i] - '0' : -1;
    }
    if (status < 100) {
      return ProxyStep.malformed("no HTTP status");
    }
    return status >= 200 && status < 300 ? ProxyStep.GRANTED : ProxyStep.refused(printable(digit));
  }

  /** The rest of the first line, as far as it can be shown to people. */
  private String printable(int from) {
    var shown = new StringBuilder();
    for (int i = from; header[i] != '\r' && header[i] != '\n' && i < from + MOST_SHOWN; i++) {
      shown.append(header[i] >= ' ' && header[i] < 0x7f ? (char) header[i] : '?');
    }
    return shown.toString();
  }
}
