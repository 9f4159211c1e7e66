package io.github.tinc4j.core.wire;

import io.github.tinc4j.api.NodeName;

/**
 * ID (0): {@code 0 name major[.minor]}: who speaks, and which protocol (spec 10, 5.2).
 *
 * @param name the name it goes by
 * @param major 17, or no understanding
 * @param minor 0 for tinc 1.0; 1.1 sends up to 7
 */
public record Id(NodeName name, int major, int minor) implements MetaMessage {

  /** The major version of the protocol that we speak, and the only one. */
  public static final int MAJOR = 17;

  static Id parse(Fields f) throws MalformedLine {
    NodeName name = f.name();
    String version = f.string();
    int dot = version.indexOf('.');
    // "17.7" is 17 to tinc 1.0, which reads the number and no further.
    return dot < 0
        ? new Id(name, Fields.leadingDecimal("version", version), 0)
        : new Id(
            name,
            Fields.leadingDecimal("version", version.substring(0, dot)),
            Fields.leadingDigits(version.substring(dot + 1)));
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.ID.number()).name(name);
    out.string(minor == 0 ? Integer.toString(major) : major + "." + minor);
  }

  @Override
  public Request request() {
    return Request.ID;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.id(this);
  }
}
