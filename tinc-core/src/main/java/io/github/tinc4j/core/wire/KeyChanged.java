package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;

/**
 * KEY_CHANGED (14): {@code 14 salt origin}: the packet keys that a node gave out are void (spec 20,
 * 4.5).
 *
 * @param salt random, makes the line unique
 * @param origin who replaced its keys
 */
public record KeyChanged(int salt, NodeName origin) implements MetaMessage {

  static KeyChanged parse(Fields f) throws MalformedLine {
    return new KeyChanged(f.hex(), f.name());
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.KEY_CHANGED.number()).hex(salt).name(origin);
  }

  @Override
  public Request request() {
    return Request.KEY_CHANGED;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.keyChanged(this);
  }
}
