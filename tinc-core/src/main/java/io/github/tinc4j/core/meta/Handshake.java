package io.github.tinc4j.core.meta;

import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.ChalReply;
import io.github.tinc4j.core.wire.Challenge;
import io.github.tinc4j.core.wire.Id;
import io.github.tinc4j.core.wire.MetaKey;
import io.github.tinc4j.core.wire.MetaMessage;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Our side of ID, METAKEY, CHALLENGE, CHAL_REPLY and ACK on one connection, and who it finds at the
 * other end (spec 10, 5.1).
 *
 * <p>It speaks through the output of the connection, and sets the ciphers to work where they belong
 * between two lines: that of the output right behind our METAKEY, that of the input right behind
 * the peer's. What goes wrong is a {@link HandshakeException}; there is no going on after it.
 */
final class Handshake {

  private final Identities identities;
  private final @Nullable NodeName expected;
  private final long sinceNs;
  private final MetaFramer input;
  private final MetaOutput output;

  private @Nullable NodeName peer;
  private @Nullable HostConfig host;
  private @Nullable LegacyHandshake proof;
  private @Nullable Ack ownAck;

  /**
   * A handshake that has not begun.
   *
   * @param expected the node that we mean to reach; null on a connection that came in
   * @param sinceNs when the connection began, or the attempt that it is part of
   */
  Handshake(
      Identities identities,
      @Nullable NodeName expected,
      long sinceNs,
      MetaFramer input,
      MetaOutput output) {
    this.identities = identities;
    this.expected = expected;
    this.sinceNs = sinceNs;
    this.input = input;
    this.output = output;
  }

  /** Whether we opened the connection, and so speak first. */
  boolean isInitiator() {
    return expected != null;
  }

  /**
   * The node at the other end, claimed or proven; the one we mean to reach before it said; or null.
   */
  @Nullable NodeName peer() {
    return peer != null ? peer : expected;
  }

  /** What is known of the peer; null until it has said a name that we know. */
  @Nullable HostConfig host() {
    return host;
  }

  /** The ACK that we sent, or null when we have not come so far. */
  @Nullable Ack ownAck() {
    return ownAck;
  }

  /** The initiator's first word. */
  Phase begin() {
    sayId();
    return Phase.AWAITING_ID;
  }

  private void sayId() {
    output.request(new Id(identities.name(), Id.MAJOR, 0));
  }

  /**
   * Takes the request that {@code phase} awaits, and says what is due.
   *
   * @return the phase that follows; {@link Phase#OPEN} after the last request
   */
  Phase receive(Phase phase, MetaMessage message) throws HandshakeException {
    return switch (phase) {
      case AWAITING_ID -> identified((Id) message);
      case AWAITING_METAKEY -> keyed((MetaKey) message);
      case AWAITING_CHALLENGE -> challenged((Challenge) message);
      case AWAITING_CHAL_REPLY -> proven((ChalReply) message);
      case AWAITING_ACK -> Phase.OPEN;
      default -> throw new IllegalStateException("no handshake while " + phase);
    };
  }

  /**
   * The checks of spec 10, 5.2, in its order; an unknown caller has seen nothing until they pass.
   */
  private Phase identified(Id message) throws HandshakeException {
    NodeName name = message.name();
    if (name.equals(identities.name())) {
      throw new HandshakeException(Kind.OWN_NAME, "the peer calls itself " + name + " as we do");
    }
    if (expected != null && !expected.equals(name)) {
      throw new HandshakeException(Kind.WRONG_NAME, "the peer is " + name + ", not " + expected);
    }
    peer = name;
    if (message.major() != Id.MAJOR) {
      throw new HandshakeException(
          Kind.WRONG_VERSION, "the peer speaks protocol " + message.major());
    }
    HostConfig known = identities.host(name);
    if (known == null) {
      throw new HandshakeException(Kind.UNKNOWN_HOST, "no usable host configuration for " + name);
    }
    return admit(known);
  }

  private Phase admit(HostConfig known) throws HandshakeException {
    host = known;
    LegacyHandshake begun = identities.handshake(isInitiator(), known);
    proof = begun;
    MetaKey ourKey = begun.begin();
    if (!isInitiator()) {
      sayId();
    }
    output.request(ourKey);
    output.encipherWith(begun.sending());
    return Phase.AWAITING_METAKEY;
  }

  private Phase keyed(MetaKey message) throws HandshakeException {
    input.decipherWith(proof().metaKey(message));
    output.request(proof().challenge());
    return Phase.AWAITING_CHALLENGE;
  }

  private Phase challenged(Challenge message) throws HandshakeException {
    sayIfDue(proof().challenged(message));
    return Phase.AWAITING_CHAL_REPLY;
  }

  private Phase proven(ChalReply message) throws HandshakeException {
    sayIfDue(proof().replied(message));
    // It holds keys and challenges that nobody needs any more.
    proof = null;
    Ack ack = identities.ack(Objects.requireNonNull(host), sinceNs);
    ownAck = ack;
    output.request(ack);
    return Phase.AWAITING_ACK;
  }

  private LegacyHandshake proof() {
    return Objects.requireNonNull(proof);
  }

  private void sayIfDue(@Nullable ChalReply reply) {
    if (reply != null) {
      output.request(reply);
    }
  }
}
