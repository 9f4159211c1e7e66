package io.github.tinc4j.core.proxy;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.CloseReason.Kind;

/** What follows from what a proxy has said so far. */
public sealed interface ProxyStep {

  /** The answer is not complete yet. */
  ProxyStep WAIT = new Say(new byte[0]);

  /** We are connected to the peer. */
  ProxyStep GRANTED = new Granted();

  /**
   * Says something, perhaps nothing, and waits for the answer.
   *
   * @param bytes handed over
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Say(byte[] bytes) implements ProxyStep {}

  /** All that comes from now on is the peer's. */
  record Granted() implements ProxyStep {}

  /** There will be no connection. */
  record Refused(CloseReason reason) implements ProxyStep {}

  /** The proxy does not want to. */
  static ProxyStep refused(String why) {
    return new Refused(new CloseReason(Kind.PROXY_REFUSED, why));
  }

  /** The proxy, if it is one, says what the protocol does not know. */
  static ProxyStep malformed(String what) {
    return new Refused(new CloseReason(Kind.MALFORMED_PROXY_REPLY, what));
  }

  /** The proxy cannot be asked for such a target. */
  static ProxyStep impossible(String why) {
    return new Refused(new CloseReason(Kind.CONNECT_FAILED, why));
  }
}
