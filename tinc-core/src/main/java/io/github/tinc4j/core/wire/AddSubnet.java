package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;

/**
 * ADD_SUBNET (10): {@code 10 salt owner subnet}: a node owns a subnet (spec 30, 3).
 *
 * @param salt random, makes the line unique
 * @param owner who owns it
 * @param subnet the range and its weight
 */
public record AddSubnet(int salt, NodeName owner, Subnet subnet) implements MetaMessage {

  static AddSubnet parse(Fields f) throws MalformedLine {
    return new AddSubnet(f.hex(), f.name(), f.subnet());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.ADD_SUBNET.number()).hex(salt).name(owner).subnet(subnet);
  }

  @Override
  public Request request() {
    return Request.ADD_SUBNET;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.addSubnet(this);
  }
}
