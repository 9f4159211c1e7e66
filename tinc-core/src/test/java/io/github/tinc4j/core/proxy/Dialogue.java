package io.github.tinc4j.core.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A handshake with a proxy that is played by hand; bytes are written in hex. */
final class Dialogue {

  /** Nothing of what was said is left to the peer. */
  static final int ALL = 0;

  private final ProxyHandshake handshake;
  private final List<String> said = new ArrayList<>();
  private ProxyStep last = ProxyStep.WAIT;

  private Dialogue(ProxyHandshake handshake) {
    this.handshake = handshake;
  }

  static Dialogue begin(ProxyHandshake handshake) {
    var dialogue = new Dialogue(handshake);
    dialogue.take(handshake.begin());
    return dialogue;
  }

  private void take(ProxyStep step) {
    last = step;
    if (step instanceof ProxyStep.Say say && say.bytes().length > 0) {
      said.add(HexFormat.of().formatHex(say.bytes()));
    }
  }

  /** The proxy says this, so many bytes at a time; how many of them were not taken. */
  int hear(byte[] bytes, int atATime) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining() && last instanceof ProxyStep.Say) {
      ByteBuffer piece = all.slice(all.position(), Math.min(atATime, all.remaining()));
      while (piece.hasRemaining() && last instanceof ProxyStep.Say) {
        int before = piece.remaining();
        take(handshake.receive(piece));
        if (piece.remaining() == before && last instanceof ProxyStep.Say) {
          throw new AssertionError("neither taken nor ended");
        }
      }
      all.position(all.position() + piece.position());
    }
    return all.remaining();
  }

  /** The proxy says this in one piece; how many bytes were not taken. */
  int hear(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return hear(bytes, bytes.length);
  }

  /** All that the proxy was told. */
  List<String> said() {
    return said;
  }

  /** What came of it. */
  ProxyStep last() {
    return last;
  }

  /** Why there will be no connection. */
  String refusal() {
    return last instanceof ProxyStep.Refused refused ? refused.reason().toString() : "no refusal";
  }

  static InetSocketAddress target(String numeric, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByName(numeric), port);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}
