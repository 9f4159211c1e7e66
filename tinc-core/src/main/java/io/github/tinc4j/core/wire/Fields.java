package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.Subnet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one line, read one after the other by the rules of C's {@code scanf} (spec 10,
 * 2.1): any white space between them, numbers end where their digits end, what is left over is
 * ignored.
 */
final class Fields {

  /** The longest string field; a longer run is the next field's beginning. */
  static final int LONGEST_STRING = 2048;

  private final String line;
  private int at;
  private String request = "request";
  private boolean secret;

  Fields(String line) {
    this.line = line;
  }

  void belongTo(Request owner) {
    request = owner.name();
    secret = owner.carriesSecrets();
  }

  /**
   * Checks that tincd would read the same as we: to it a line ends where a NUL is, and what we pass
   * on byte for byte would be another request to it.
   */
  void requireText() throws MalformedLine {
    if (line.indexOf('\0') >= 0) {
      throw malformed("line", "\0");
    }
  }

  /** The number that the line begins with. */
  int requestNumber() throws MalformedLine {
    Integer value = number(10);
    if (value == null) {
      throw MalformedLine.unknownRequest(line);
    }
    return value;
  }

  /** A signed decimal number; beyond 32 bits the low ones count, as in C. */
  int dec() throws MalformedLine {
    return required("number", number(10));
  }

  /** A hexadecimal number of 32 bits, unsigned, with or without {@code 0x}. */
  int hex() throws MalformedLine {
    return required("hexadecimal number", number(16));
  }

  NodeOptions options() throws MalformedLine {
    return new NodeOptions(required("options", number(16)));
  }

  private int required(String field, @Nullable Integer value) throws MalformedLine {
    if (value == null) {
      throw bad(field);
    }
    return value;
  }

  /** A run of characters other than white space. */
  String string() throws MalformedLine {
    String value = next();
    if (value == null) {
      throw MalformedLine.missingField(request, "further field");
    }
    return value;
  }

  NodeName name() throws MalformedLine {
    String value = string();
    if (!NodeName.isValid(value)) {
      throw malformed("name", value);
    }
    return NodeName.of(value);
  }

  Subnet subnet() throws MalformedLine {
    String value = string();
    try {
      return Subnet.parse(value);
    } catch (IllegalArgumentException e) {
      throw malformed("subnet", value);
    }
  }

  WireAddress address() throws MalformedLine {
    return new WireAddress(string(), string());
  }

  /** An address, or null when fewer than two fields are left. */
  @Nullable WireAddress optionalAddress() {
    String host = next();
    String port = next();
    return host == null || port == null ? null : new WireAddress(host, port);
  }

  MalformedLine malformed(String field, String value) {
    return MalformedLine.badField(request, field, secret ? "..." : value);
  }

  private MalformedLine bad(String field) {
    int from = at;
    String value = next();
    at = from;
    return value == null ? MalformedLine.missingField(request, field) : malformed(field, value);
  }

  private @Nullable String next() {
    skipSpace();
    int from = at;
    while (at < line.length() && at - from < LONGEST_STRING && !isSpace(line.charAt(at))) {
      at++;
    }
    return at == from ? null : line.substring(from, at);
  }

  private @Nullable Integer number(int radix) {
    skipSpace();
    int from = at;
    boolean negative = peek() == '-';
    if (negative || peek() == '+') {
      at++;
    }
    if (radix == 16
        && peek() == '0'
        && at + 2 < line.length()
        && (line.charAt(at + 1) | 0x20) == 'x'
        && digit(line.charAt(at + 2), radix) >= 0) {
      at += 2;
    }
    int digitsFrom = at;
    int value = 0;
    for (int digit = digit(peek(), radix); digit >= 0; digit = digit(peek(), radix)) {
      value = value * radix + digit;
      at++;
    }
    if (at == digitsFrom) {
      at = from;
      return null;
    }
    return negative ? -value : value;
  }

  private char peek() {
    return at < line.length() ? line.charAt(at) : ' ';
  }

  private void skipSpace() {
    while (at < line.length() && isSpace(line.charAt(at))) {
      at++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static int digit(char c, int radix) {
    return c < 128 ? Character.digit(c, radix) : -1;
  }

  /** The number that {@code text} begins with. */
  static int leadingDecimal(String field, String text) throws MalformedLine {
    Integer value = new Fields(text).number(10);
    if (value == null) {
      throw MalformedLine.badField("ID", field, text);
    }
    return value;
  }

  /** The number that {@code text} begins with, or 0. */
  static int leadingDigits(String text) {
    Integer value = new Fields(text).number(10);
    return value == null ? 0 : value;
  }
}
