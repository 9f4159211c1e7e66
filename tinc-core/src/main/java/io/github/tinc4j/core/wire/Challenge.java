package io.github.tinc4j.core.wire;

/**
 * CHALLENGE (2): {@code 2 challenge}: random bytes to be digested (spec 10, 5.4).
 *
 * @param hex as many bytes as the receiver's modulus has, hexadecimal
 */
public record Challenge(String hex) implements MetaMessage {

  static Challenge parse(Fields f) throws MalformedLine {
    return new Challenge(f.string());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.CHALLENGE.number()).string(hex);
  }

  @Override
  public Request request() {
    return Request.CHALLENGE;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.challenge(this);
  }

  /** Without the material: this may reach a log. */
  @Override
  public String toString() {
    return "CHALLENGE";
  }
}
