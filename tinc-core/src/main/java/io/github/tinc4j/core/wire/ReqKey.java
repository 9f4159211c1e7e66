package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;

/**
 * REQ_KEY (15): {@code 15 from to}: asks for a packet key (spec 20, 4.3).
 *
 * @param from who wants to send packets
 * @param to to whom
 */
public record ReqKey(NodeName from, NodeName to) implements MetaMessage {

  static ReqKey parse(Fields f) throws MalformedLine {
    return new ReqKey(f.name(), f.name());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.REQ_KEY.number()).name(from).name(to);
  }

  @Override
  public Request request() {
    return Request.REQ_KEY;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.reqKey(this);
  }
}
