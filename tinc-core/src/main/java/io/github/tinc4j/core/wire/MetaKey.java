package io.github.tinc4j.core.wire;

/**
 * METAKEY (1): {@code 1 cipher digest maclength compression key}: the key of what the sender sends
 * (spec 10, 5.3).
 *
 * @param cipherNid OpenSSL's number of the stream cipher
 * @param digestNid OpenSSL's number of the digest for challenges
 * @param macLength 0 in practice; not used
 * @param compression 0 in practice; not used
 * @param hexKey the key block under the receiver's RSA key, hexadecimal
 */
public record MetaKey(int cipherNid, int digestNid, int macLength, int compression, String hexKey)
    implements MetaMessage {

  static MetaKey parse(Fields f) throws MalformedLine {
    return new MetaKey(f.dec(), f.dec(), f.dec(), f.dec(), f.string());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.METAKEY.number())
        .dec(cipherNid)
        .dec(digestNid)
        .dec(macLength)
        .dec(compression)
        .string(hexKey);
  }

  @Override
  public Request request() {
    return Request.METAKEY;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.metaKey(this);
  }

  /** Without the material: this may reach a log. */
  @Override
  public String toString() {
    return "METAKEY";
  }
}
