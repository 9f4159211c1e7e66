package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;

/**
 * DEL_EDGE (13): {@code 13 salt from to}: one half of a link is gone (spec 30, 3).
 *
 * @param salt random, makes the line unique
 * @param from who had announced it
 * @param to the other end
 */
public record DelEdge(int salt, NodeName from, NodeName to) implements MetaMessage {

  static DelEdge parse(Fields f) throws MalformedLine {
    var edge = new DelEdge(f.hex(), f.name(), f.name());
    if (edge.from.equals(edge.to)) {
      throw f.malformed("to", edge.to.value());
    }
    return edge;
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.DEL_EDGE.number()).hex(salt).name(from).name(to);
  }

  @Override
  public Request request() {
    return Request.DEL_EDGE;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.delEdge(this);
  }
}
