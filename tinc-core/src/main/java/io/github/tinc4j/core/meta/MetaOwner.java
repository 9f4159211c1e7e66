package io.github.tinc4j.core.meta;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.MetaMessage;

/** Whom a connection reports to. */
public interface MetaOwner {

  /** The peer is authenticated and its ACK came: the connection is active from now on. */
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
