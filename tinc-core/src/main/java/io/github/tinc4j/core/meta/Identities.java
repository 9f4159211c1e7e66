package io.github.tinc4j.core.meta;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.wire.Ack;
import org.jspecify.annotations.Nullable;

/** What a handshake asks of the node that it is part of: who we are, and whom we know. */
public interface Identities {

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
   * @param initiator whether we opened the connection
   * @throws HandshakeException when the peer's public key is not known
   */
  LegacyHandshake handshake(boolean initiator, HostConfig peer) throws HandshakeException;

  /**
   * Our ACK for a peer that is authenticated.
   *
   * @param sinceNs when the connection began; what it took until now is its weight (spec 10, 5.6)
   */
  Ack ack(HostConfig peer, long sinceNs);
}
