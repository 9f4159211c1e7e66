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

  /**
   * Our own device sent from a MAC address, which is ours for some time (spec 30, 10.1).
   *
   * @param address 48 bits
   * @return whether it will be seen to; if not, it is told again with the next frame
   */
  boolean macSeen(long address);

  /** The frame, or an answer to it that was due, goes nowhere. */
  void drop(DropReason reason);
}
