package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeOptions;

/**
 * ACK (4): {@code 4 port weight options}: the sender is satisfied (spec 10, 5.6).
 *
 * @param port the TCP and UDP port it listens on
 * @param weight what the connection costs by its reckoning, milliseconds
 * @param options what it wants of the connection
 */
public record Ack(String port, int weight, NodeOptions options) implements MetaMessage {

  static Ack parse(Fields f) throws MalformedLine {
    return new Ack(f.string(), f.dec(), f.options());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.ACK.number()).string(port).dec(weight).options(options);
  }

  @Override
  public Request request() {
    return Request.ACK;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.ack(this);
  }
}
