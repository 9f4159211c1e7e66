package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.StreamCipher;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Challenge;
import io.github.tinc4j.core.wire.Id;
import io.github.tinc4j.core.wire.LineWriter;
import io.github.tinc4j.core.wire.MalformedLine;
import io.github.tinc4j.core.wire.MetaKey;
import io.github.tinc4j.core.wire.MetaMessage;
import io.github.tinc4j.core.wire.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The other end of one connection, driven by hand. */
final class RawPeer {

  /** What the peer says in its ACK. */
  static final String ACK = "4 655 10 c";

  final ConnectionId id;
  private final EngineFixture me;
  private final boolean initiator;
  private final Random random = new Random(2);
  private byte[] unread = new byte[0];
  private @Nullable StreamCipher sending;
  private @Nullable StreamCipher receiving;
  private @Nullable LegacyHandshake handshake;

  RawPeer(EngineFixture me, ConnectionId id, boolean initiator) {
    this.me = me;
    this.id = id;
    this.initiator = initiator;
  }

  boolean isClosed() {
    return me.effects.closed.contains(id);
  }

  /** Says lines, enciphered when that time has come. */
  void say(String... lines) {
    for (String line : lines) {
      bytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  void bytes(byte[] plain) {
    byte[] bytes = plain.clone();
    if (sending != null) {
      sending.apply(bytes, 0, bytes.length);
    }
    raw(bytes);
  }

  void raw(byte[] bytes) {
    me.engine.received(id, ByteBuffer.wrap(bytes), me.nowNs);
    me.flush();
  }

  void say(MetaMessage message) {
    say(text(message));
  }

  static String text(MetaMessage message) {
    var line = new LineWriter();
    message.format(line);
    return line.line();
  }

  /** The lines that were heard and not asked for yet; frames are left out. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      if (line.startsWith("17 ")) {
        int length = Integer.parseInt(line.substring(3));
        unread = Arrays.copyOfRange(unread, length, unread.length);
      }
      lines.add(line);
    }
    return lines;
  }

  /** The same without their salts, which are random. */
  List<String> linesWithoutSalt() {
    return lines().stream().map(RawPeer::withoutSalt).toList();
  }

  static String withoutSalt(String line) {
    return line.matches("1[0-4] .*") ? line.replaceFirst("^(\\d+) [0-9a-f]+ ", "$1 ") : line;
  }

  @Nullable String line() {
    pull();
    for (int i = 0; i < unread.length; i++) {
      if (unread[i] == '\n') {
        String line = new String(unread, 0, i, StandardCharsets.ISO_8859_1);
        unread = Arrays.copyOfRange(unread, i + 1, unread.length);
        return line;
      }
    }
    return null;
  }

  private void pull() {
    byte[] fresh = me.effects.take(id);
    if (receiving != null) {
      receiving.apply(fresh, 0, fresh.length);
    }
    var all = new ByteArrayOutputStream();
    all.writeBytes(unread);
    all.writeBytes(fresh);
    unread = all.toByteArray();
  }

  <M extends MetaMessage> M hear(Class<M> kind) {
    String line = line();
    if (line == null) {
      throw new AssertionError("nothing was said; closed: " + me.closeReasons());
    }
    try {
      return kind.cast(Request.read(line));
    } catch (MalformedLine e) {
      throw new AssertionError(line, e);
    }
  }

  /** Goes through the handshake to its end. */
  void authenticate(String name) {
    toAck(name);
    say(ACK);
  }

  /** Up to the engine's ACK, which was heard; ours was not said. */
  void toAck(String name) {
    toAck(name, new ArrayList<>());
  }

  void toAck(String name, List<String> heard) {
    identify(name);
    afterIdToAck(name, heard);
  }

  void afterIdToAck(String name, List<String> heard) {
    exchangeKeys(name);
    challenge();
    try {
      if (initiator) {
        ChalReply reply = handshake().challenged(hear(Challenge.class));
        say(Objects.requireNonNull(reply));
        handshake().replied(hear(ChalReply.class));
      } else {
        handshake().challenged(hear(Challenge.class));
        ChalReply reply = handshake().replied(hear(ChalReply.class));
        say(Objects.requireNonNull(reply));
      }
    } catch (HandshakeException e) {
      throw new AssertionError(e);
    }
    heard.add(text(hear(Ack.class)));
  }

  void identify(String name) {
    if (initiator) {
      say("0 " + name + " 17");
      hear(Id.class);
    } else {
      hear(Id.class);
      say("0 " + name + " 17");
    }
  }

  /** Both METAKEYs; afterwards both directions are enciphered. */
  void exchangeKeys(String name) {
    handshake =
        new LegacyHandshake(
            initiator,
            TestKeys.privateOf(name),
            TestKeys.publicOf(EngineFixture.OWN),
            Objects.requireNonNull(CipherSpec.byName("aes-256-cbc")),
            random);
    try {
      MetaKey theirs = hear(MetaKey.class);
      receiving = handshake.metaKey(theirs);
      receiving.apply(unread, 0, unread.length);
      say(handshake.begin());
      sending = handshake.sending();
    } catch (HandshakeException e) {
      throw new AssertionError(e);
    }
  }

  void challenge() {
    say(handshake().challenge());
  }

  LegacyHandshake handshake() {
    return Objects.requireNonNull(handshake);
  }

  /** The peer closes the TCP connection. */
  void hangUp() {
    me.engine.disconnected(id, new CloseReason(CloseReason.Kind.CLOSED_BY_PEER, ""), me.nowNs);
    me.flush();
  }
}
