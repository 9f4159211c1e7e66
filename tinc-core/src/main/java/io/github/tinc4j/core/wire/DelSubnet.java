package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;

/**
 * DEL_SUBNET (11): {@code 11 salt owner subnet}: a node no longer owns a subnet (spec 30, 3).
 *
 * @param salt random, makes the line unique
 * @param owner who owned it
 * @param subnet the range and its weight
 */
public record DelSubnet(int salt, NodeName owner, Subnet subnet) implements MetaMessage {

  static DelSubnet parse(Fields f) throws MalformedLine {
    return new DelSubnet(f.hex(), f.name(), f.subnet());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.DEL_SUBNET.number()).hex(salt).name(owner).subnet(subnet);
  }

  @Override
  public Request request() {
    return Request.DEL_SUBNET;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.delSubnet(this);
  }
}
