package io.github.tinc4j.api;

/**
 * Why a meta connection, or the attempt at one, ended.
 *
 * @param kind what happened
 * @param detail for people: names, addresses and values, never key material
 */
public record CloseReason(Kind kind, String detail) {

  /** Whose fault it was, and which. */
  public enum Kind {
    /** This node is closing, or the program asked for it. */
    CLOSED_HERE,
    /** The peer closed the connection. */
    CLOSED_BY_PEER,
    /** The connection could not be opened. */
    CONNECT_FAILED,
    /** The proxy would not connect us to the peer. */
    PROXY_REFUSED,
    /** The proxy gave an answer that cannot be read. */
    MALFORMED_PROXY_REPLY,
    /** The connection broke. */
    NETWORK_ERROR,
    /** The peer opened a new connection, which took the place of this one. */
    REPLACED,
    /** The handshake did not finish in {@code PingTimeout}. */
    HANDSHAKE_TIMEOUT,
    /** A PING stayed unanswered for {@code PingTimeout}. */
    PING_TIMEOUT,
    /** The peer did not read what we sent for {@code PingTimeout}. */
    OUTPUT_STALLED,
    /** Too many connections came in within one second. */
    THROTTLED,
    /** The peer sent a request that cannot be read. */
    MALFORMED_REQUEST,
    /** The peer sent a line longer than any request. */
    OVERSIZED_LINE,
    /** The peer sent a request number that does not exist. */
    UNKNOWN_REQUEST,
    /** The peer sent a request that is not allowed now. */
    UNEXPECTED_REQUEST,
    /** The peer speaks another major version of the protocol. */
    WRONG_VERSION,
    /** The peer says it has our own name. */
    OWN_NAME,
    /** The peer is not the node we meant to connect to. */
    WRONG_NAME,
    /** We have no host configuration, or an unreadable one, for the peer. */
    UNKNOWN_HOST,
    /** We have no public key for the peer, or one that cannot be used. */
    NO_PUBLIC_KEY,
    /** The peer asked for a meta cipher or digest that is forbidden or not available. */
    UNSUPPORTED_CIPHER,
    /** The peer could not prove its identity. */
    AUTHENTICATION_FAILED,
    /** Another node uses our name; this node keeps silent for a while. */
    NAME_CONTESTED,
    /** The peer is one node too many. */
    NO_ROOM,
    /** The cipher has encrypted as many bytes as is safe. */
    CIPHER_EXHAUSTED
  }

  @Override
  public String toString() {
    return detail.isEmpty() ? kind.toString() : kind + ": " + detail;
  }
}
