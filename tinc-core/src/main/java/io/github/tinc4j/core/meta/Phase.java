package io.github.tinc4j.core.meta;

import io.github.tinc4j.core.wire.Request;
import org.jspecify.annotations.Nullable;

/** How far a connection has come, and which request is allowed next (spec 10, 3.1). */
enum Phase {
  /** The TCP connection is being opened; nothing can arrive. */
  CONNECTING,
  /** The proxy must connect us to the peer; what arrives is the proxy's. */
  AT_PROXY,
  /** The peer must say who it is. */
  AWAITING_ID(Request.ID),
  /** The peer's name is known; it must send its session key. */
  AWAITING_METAKEY(Request.METAKEY),
  /** Both directions are enciphered; the peer must challenge us. */
  AWAITING_CHALLENGE(Request.CHALLENGE),
  /** The peer must answer our challenge. */
  AWAITING_CHAL_REPLY(Request.CHAL_REPLY),
  /** The peer is authenticated; it must name its port, weight and options. */
  AWAITING_ACK(Request.ACK),
  /** Every request is allowed, but those of the handshake. */
  OPEN,
  /** Nothing is read or sent any more. */
  CLOSED;

  private final @Nullable Request only;

  Phase() {
    this.only = null;
  }

  Phase(Request only) {
    this.only = only;
  }

  boolean allows(Request request) {
    if (this == OPEN) {
      // A second ACK kills tincd 1.0.36; we take no handshake request twice (spec 10, 3.1).
      return request.compareTo(Request.ACK) > 0;
    }
    return only == request;
  }
}
