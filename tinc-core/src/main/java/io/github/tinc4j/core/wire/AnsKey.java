package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * ANS_KEY (16): {@code 16 from to key cipher digest maclength compression [address port]}: gives a
 * packet key (spec 20, 4.1).
 *
 * @param from who will open packets with it
 * @param to who is to seal packets with it
 * @param hexKey cipher key and IV, hexadecimal
 * @param cipherNid OpenSSL's number of the cipher
 * @param digestNid OpenSSL's number of the digest
 * @param macLength bytes of MAC on each packet
 * @param compression level, 0 to 11
 * @param reflexive where a relay sees {@code from}; null when none said
 */
public record AnsKey(
    NodeName from,
    NodeName to,
    String hexKey,
    int cipherNid,
    int digestNid,
    int macLength,
    int compression,
    @Nullable WireAddress reflexive)
    implements MetaMessage {

  /** The same key with another idea of where {@code from} is. */
  public AnsKey withReflexive(@Nullable WireAddress address) {
    return new AnsKey(from, to, hexKey, cipherNid, digestNid, macLength, compression, address);
  }

  static AnsKey parse(Fields f) throws MalformedLine {
    return new AnsKey(
        f.name(), f.name(), f.string(), f.dec(), f.dec(), f.dec(), f.dec(), f.optionalAddress());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.ANS_KEY.number())
        .name(from)
        .name(to)
        .string(hexKey)
        .dec(cipherNid)
        .dec(digestNid)
        .dec(macLength)
        .dec(compression);
    if (reflexive != null) {
      out.address(reflexive);
    }
  }

  @Override
  public Request request() {
    return Request.ANS_KEY;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.ansKey(this);
  }

  /** Without the material: this may reach a log. */
  @Override
  public String toString() {
    return "ANS_KEY" + " " + from + " " + to;
  }
}
