package io.github.tinc4j.core.wire;

/**
 * PACKET (17): {@code 17 length}: so many bytes of a frame follow (spec 10, 8).
 *
 * @param length how many, 0 to 65535
 */
public record PacketHeader(int length) implements MetaMessage {

  static PacketHeader parse(Fields f) throws MalformedLine {
    return new PacketHeader(f.dec() & 0xffff);
  }

  @Override
  public void format(LineWriter out) {
    out.dec(Request.PACKET.number()).dec(length);
  }

  @Override
  public Request request() {
    return Request.PACKET;
  }

  @Override
  public void dispatch(MetaHandler handler) {
    handler.packet(this);
  }
}
