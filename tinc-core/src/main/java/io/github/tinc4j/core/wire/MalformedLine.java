package io.github.tinc4j.core.wire;

/** A line that is no request; the peer's fault, which ends its connection. */
public final class MalformedLine extends Exception {

  private static final long serialVersionUID = 1;

  private static final int MOST_SHOWN = 40;

  /** A line that is no request may be the rest of one that carries a key. */
  private static final int MOST_SHOWN_OF_UNKNOWN = 8;

  /** What is wrong with the line. */
  private final Kind kind;

  private MalformedLine(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  static MalformedLine unknownRequest(String number) {
    return new MalformedLine(
        Kind.UNKNOWN_REQUEST, "no request '" + shortened(number, MOST_SHOWN_OF_UNKNOWN) + "'");
  }

  static MalformedLine badField(String request, String field, String value) {
    return new MalformedLine(
        Kind.MALFORMED,
        "bad " + request + ": " + field + " '" + shortened(value, MOST_SHOWN) + "'");
  }

  static MalformedLine missingField(String request, String field) {
    return new MalformedLine(Kind.MALFORMED, "bad " + request + ": no " + field);
  }

  private static String shortened(String value, int most) {
    var shown = new StringBuilder();
    for (int i = 0; i < value.length() && i < most; i++) {
      char c = value.charAt(i);
      shown.append(c > ' ' && c < 0x7f ? c : '?');
    }
    return value.length() > most ? shown + "..." : shown.toString();
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** What is wrong, for people. */
  public String describe() {
    return String.valueOf(getMessage());
  }

  /** The kinds of wrong. */
  public enum Kind {
    /** No request has this number, or there is no number. */
    UNKNOWN_REQUEST,
    /** A field is missing or cannot be read. */
    MALFORMED
  }
}
