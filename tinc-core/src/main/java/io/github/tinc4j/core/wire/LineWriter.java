package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.Subnet;

/** Writes one line: fields with a single space between them. */
public final class LineWriter {

  /** The longest line that a peer can read, without its newline (spec 10, 2.2). */
  public static final int MAX_LENGTH = 2175;

  private final StringBuilder line = new StringBuilder();

  LineWriter dec(int value) {
    return string(Integer.toString(value));
  }

  LineWriter hex(int value) {
    return string(Integer.toHexString(value));
  }

  LineWriter string(String value) {
    if (line.length() > 0) {
      line.append(' ');
    }
    line.append(value);
    return this;
  }

  LineWriter name(NodeName value) {
    return string(value.value());
  }

  LineWriter options(NodeOptions value) {
    return hex(value.bits());
  }

  LineWriter subnet(Subnet value) {
    return string(value.toString());
  }

  LineWriter address(WireAddress value) {
    return string(value.host()).string(value.port());
  }

  /** The line without a newline. */
  public String line() {
    return line.toString();
  }
}
