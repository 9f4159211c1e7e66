package io.github.tinc4j.core.meta;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.MetaMessage;
import org.jspecify.annotations.Nullable;

/** What a connection asks of, and reports to, the node that it belongs to. */
public interface MetaOwner {

  /** Our own name. */
  NodeName name();

  /**
   * What is known of a peer.
   *
   * @return null when nothing is, or it cannot be read
   */
  @Nullable HostConfig host(NodeName peer);

  /**
   * Prepares the authentication of a peer.
   *
   * @throws HandshakeException when its public key is not known
   */
  LegacyHandshake handshake(MetaConnection connection, HostConfig peer) throws HandshakeException;

  /** Our ACK; the peer is authenticated. */
  Ack ack(MetaConnection connection);

  /** The peer's ACK came: the connection is active from now on. */
  void activated(MetaConnection connection, Ack ack);

  /**
   * A request came on an active connection.
   *
   * @param line the request as it came, to be passed on unchanged
   */
  void requested(MetaConnection connection, MetaMessage message, String line);

  /** A frame came on an active connection. */
  void frameReceived(MetaConnection connection, byte[] frame);

  /** The peer broke a rule: the connection has to end. */
  void failed(MetaConnection connection, CloseReason reason);
}
