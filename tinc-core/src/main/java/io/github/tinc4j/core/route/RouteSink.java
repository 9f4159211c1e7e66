package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;

/**
 * Takes what a router decides, on the router's thread. The bytes are the receiver's to read only
 * until the call returns.
 */
public interface RouteSink {

  /** The frame is for our own device. */
  void deliver(byte[] frame, int offset, int length);

  /**
   * The frame is for another node.
   *
   * @param node its index, never ours
   */
  void send(int node, byte[] frame, int offset, int length);

  /** The frame, or an answer to it that was due, goes nowhere. */
  void drop(DropReason reason);
}
