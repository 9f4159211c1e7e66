package io.github.tinc4j.core.wire;

/**
 * CHAL_REPLY (3): {@code 3 digest}: the digest of the challenge (spec 10, 5.5).
 *
 * @param hex the whole digest, hexadecimal
 */
public record ChalReply(String hex) implements MetaMessage {

  static ChalReply parse(Fields f) throws MalformedLine {
    return new ChalReply(f.string());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.CHAL_REPLY.number()).string(hex);
  }

  @Override
  public Request request() {
    return Request.CHAL_REPLY;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.chalReply(this);
  }

  /** Without the material: this may reach a log. */
  @Override
  public String toString() {
    return "CHAL_REPLY";
  }
}
