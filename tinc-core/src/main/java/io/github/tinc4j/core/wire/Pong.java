package io.github.tinc4j.core.wire;

/** PONG (9): {@code 9}: answers a PING. */
public record Pong() implements MetaMessage {

  static Pong parse(Fields f) {
    return new Pong();
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.PONG.number());
  }

  @Override
  public Request request() {
    return Request.PONG;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.pong(this);
  }
}
