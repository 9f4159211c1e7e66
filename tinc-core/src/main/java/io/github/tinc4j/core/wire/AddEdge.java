package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;

/**
 * ADD_EDGE (12): {@code 12 salt from to address port options weight}: one half of a link (spec 30,
 * 3). tinc 1.1 appends the local address; it is passed on with the line and not read.
 *
 * @param salt random, makes the line unique
 * @param from who announces it
 * @param to the other end
 * @param address where {@code from} reaches {@code to}
 * @param options what both ends agreed on
 * @param weight cost
 */
public record AddEdge(
    int salt, NodeName from, NodeName to, WireAddress address, NodeOptions options, int weight)
    implements MetaMessage {

  static AddEdge parse(Fields f) throws MalformedLine {
    var edge = new AddEdge(f.hex(), f.name(), f.name(), f.address(), f.options(), f.dec());
    if (edge.from.equals(edge.to)) {
      throw f.malformed("to", edge.to.value());
    }
    return edge;
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.ADD_EDGE.number())
        .hex(salt)
        .name(from)
        .name(to)
        .address(address)
        .options(options)
        .dec(weight);
  }

  @Override
  public Request request() {
    return Request.ADD_EDGE;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.addEdge(this);
  }
}
