package io.github.tinc4j.core.meta;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.proxy.ProxyHandshake;
import io.github.tinc4j.core.proxy.ProxyStep;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.MalformedLine;
import io.github.tinc4j.core.wire.MetaMessage;
import io.github.tinc4j.core.wire.PacketHeader;
import io.github.tinc4j.core.wire.Request;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to a peer: what arrives is cut into requests and frames, and goes by its phase
 * to the proxy, the {@link Handshake} or the {@link MetaOwner}; what is said waits to be sent (spec
 * 10).
 *
 * <p>Everything that is wrong with what arrives ends in one call of {@link MetaOwner#failed}, after
 * which nothing more of the input is looked at.
 */
public final class MetaConnection {

  /** The longest body that a PACKET may have and still be looked at (spec 10, 2.2). */
  static final int LONGEST_FRAME = 1661;

  private static final int NO_BODY = -1;

  private final ConnectionId id;
  private final InetSocketAddress remote;
  private final MetaOwner owner;

  private final MetaFramer framer = new MetaFramer();
  private final MetaOutput output = new MetaOutput();
  private final Handshake handshake;
  private final Liveness liveness;

  private Phase phase;
  private int awaitedBody = NO_BODY;
  private @Nullable ProxyHandshake proxy;
  private NodeOptions options = NodeOptions.NONE;

  private MetaConnection(
      ConnectionId id,
      InetSocketAddress remote,
      @Nullable NodeName expected,
      Phase phase,
      Identities identities,
      MetaOwner owner,
      long sinceNs,
      long nowNs) {
    this.id = id;
    this.remote = remote;
    this.phase = phase;
    this.owner = owner;
    this.handshake = new Handshake(identities, expected, sinceNs, framer, output);
    this.liveness = new Liveness(nowNs);
  }

  /** A connection that came in. */
  public static MetaConnection incoming(
      ConnectionId id,
      InetSocketAddress remote,
      Identities identities,
      MetaOwner owner,
      long nowNs) {
    return new MetaConnection(id, remote, null, Phase.AWAITING_ID, identities, owner, nowNs, nowNs);
  }

  /**
   * A connection that is being opened.
   *
   * @param expected the node we mean to reach
   * @param proxy what to say to the proxy that the TCP connection leads to, or null when it leads
   *     to the peer
   * @param attemptNs when the attempt began that this address is part of; its time counts into the
   *     weight of the edge (spec 10, 5.6)
   */
  public static MetaConnection outgoing(
      ConnectionId id,
      InetSocketAddress remote,
      NodeName expected,
      @Nullable ProxyHandshake proxy,
      Identities identities,
      MetaOwner owner,
      long attemptNs,
      long nowNs) {
    var connection =
        new MetaConnection(
            id, remote, expected, Phase.CONNECTING, identities, owner, attemptNs, nowNs);
    connection.proxy = proxy;
    return connection;
  }

  /** Its name towards the driver. */
  public ConnectionId id() {
    return id;
  }

  /**
   * The TCP address of the other end, beyond a proxy if there is one; unresolved when only the
   * proxy knows it.
   */
  public InetSocketAddress remote() {
    return remote;
  }

  /** Whether we opened it. */
  public boolean isOutgoing() {
    return handshake.isInitiator();
  }

  /**
   * The node at the other end, claimed or proven; the one we mean to reach before it said; or null.
   */
  public @Nullable NodeName peer() {
    return handshake.peer();
  }

  /** The node at the other end of an active connection. */
  public NodeName provenPeer() {
    return Objects.requireNonNull(handshake.peer());
  }

  /** What the configuration says of the peer; known once it said its name. */
  public HostConfig host() {
    return Objects.requireNonNull(handshake.host());
  }

  /** Whether the peer said its name and we know it: from then on there is a {@link #host}. */
  public boolean isIdentified() {
    return handshake.host() != null;
  }

  /** Whether the handshake is through and the connection not closed. */
  public boolean isActive() {
    return phase == Phase.OPEN;
  }

  /** Whether the TCP connection is not open yet. */
  public boolean isConnecting() {
    return phase == Phase.CONNECTING;
  }

  /** Whether a proxy has yet to connect us to the peer. */
  public boolean isAtProxy() {
    return phase == Phase.AT_PROXY;
  }

  /** The ACK that an active connection has from us. */
  public Ack ownAck() {
    return Objects.requireNonNull(handshake.ownAck());
  }

  /** The options that both ends agreed on. */
  public NodeOptions options() {
    return options;
  }

  /** Sets {@link #options}. */
  public void setOptions(NodeOptions value) {
    options = value;
  }

  /** When the peer was last known to be there. */
  public Liveness liveness() {
    return liveness;
  }

  /** Bytes to be sent, collected since {@link #takeOutput}. */
  public int pendingBytes() {
    return output.size();
  }

  /** Takes what is to be sent; empty when there is nothing. */
  public byte[] takeOutput() {
    return output.take();
  }

  /** The TCP connection is open: says who we are, but to a proxy first where to. */
  public void connected() {
    if (proxy == null) {
      phase = handshake.begin();
    } else {
      phase = Phase.AT_PROXY;
      follow(proxy.begin());
    }
  }

  private void follow(ProxyStep step) {
    if (step instanceof ProxyStep.Say say) {
      output.bytes(say.bytes());
    } else if (step instanceof ProxyStep.Refused refused) {
      owner.failed(this, refused.reason());
    } else {
      proxy = null;
      phase = handshake.begin();
    }
  }

  /** Ends it: nothing more is read or sent. */
  public void closed() {
    phase = Phase.CLOSED;
  }

  /** Takes all bytes that arrived. */
  public void receive(ByteBuffer bytes) {
    while (phase == Phase.AT_PROXY && bytes.hasRemaining()) {
      follow(Objects.requireNonNull(proxy).receive(bytes));
    }
    while (phase != Phase.CLOSED && bytes.hasRemaining()) {
      if (framer.fill(bytes) == 0) {
        fail(CloseReason.Kind.OVERSIZED_LINE, "more than " + MetaFramer.CAPACITY + " bytes");
        return;
      }
      if (framer.isExhausted()) {
        fail(CloseReason.Kind.CIPHER_EXHAUSTED, "the peer's meta cipher has encrypted all it may");
        return;
      }
      process();
    }
  }

  private void process() {
    try {
      while (phase != Phase.CLOSED) {
        if (awaitedBody != NO_BODY) {
          byte[] frame = framer.body(awaitedBody);
          if (frame == null) {
            break;
          }
          awaitedBody = NO_BODY;
          if (frame.length > 0 && frame.length <= LONGEST_FRAME) {
            owner.frameReceived(this, frame);
          }
        } else {
          String line = framer.line();
          if (line == null) {
            break;
          }
          request(line);
        }
      }
      if (phase != Phase.CLOSED && framer.isFull()) {
        fail(CloseReason.Kind.OVERSIZED_LINE, "more than " + MetaFramer.CAPACITY + " bytes");
      }
    } catch (MalformedLine e) {
      fail(
          e.kind() == MalformedLine.Kind.UNKNOWN_REQUEST
              ? CloseReason.Kind.UNKNOWN_REQUEST
              : CloseReason.Kind.MALFORMED_REQUEST,
          e.describe());
    } catch (HandshakeException e) {
      fail(e.kind(), e.describe());
    }
  }

  private void request(String line) throws MalformedLine, HandshakeException {
    Request request = Request.of(line);
    if (!phase.allows(request)) {
      fail(CloseReason.Kind.UNEXPECTED_REQUEST, request + " while " + phase);
      return;
    }
    MetaMessage message = Request.read(line);
    if (phase != Phase.OPEN) {
      goOn(message);
    } else if (message instanceof PacketHeader header) {
      awaitedBody = header.length();
    } else {
      owner.requested(this, message, line);
    }
  }

  /** Goes on with the handshake; the message is the one that its phase awaits. */
  private void goOn(MetaMessage message) throws HandshakeException {
    phase = handshake.receive(phase, message);
    endWhenExhausted();
    if (phase == Phase.OPEN) {
      owner.activated(this, (Ack) message);
    }
  }

  private void fail(CloseReason.Kind kind, String detail) {
    owner.failed(this, new CloseReason(kind, detail));
  }

  /** Sends a request. */
  public void send(MetaMessage message) {
    if (phase != Phase.CLOSED) {
      output.request(message);
      endWhenExhausted();
    }
  }

  /**
   * Sends a request as it came; one that no peer could read is left out (spec 10, 2.2).
   *
   * @param line the request without its newline
   */
  public void sendLine(String line) {
    if (phase != Phase.CLOSED) {
      output.line(line);
      endWhenExhausted();
    }
  }

  /** Sends a frame by PACKET. */
  public void sendFrame(byte[] frame) {
    if (phase != Phase.OPEN) {
      return;
    }
    output.line(Request.PACKET.number() + " " + frame.length);
    output.bytes(frame);
    endWhenExhausted();
  }

  private void endWhenExhausted() {
    if (output.isExhausted()) {
      fail(CloseReason.Kind.CIPHER_EXHAUSTED, "our meta cipher has encrypted all it may");
    }
  }
}
