package io.github.tinc4j.core.wire;

/** PING (8): {@code 8}: asks for a sign of life (spec 10, 7). */
public record Ping() implements MetaMessage {

  static Ping parse(Fields f) {
    return new Ping();
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.PING.number());
  }

  @Override
  public Request request() {
    return Request.PING;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.ping(this);
  }
}
