package io.github.tinc4j.core.path;

import io.github.tinc4j.core.mesh.NodeEntry;

/** What MTU discovery brings about. */
public interface PathPort {

  /** Sends a probe by UDP, after the packet threads have heard of the newest keys. */
  void sendProbe(NodeEntry to, byte[] frame);

  /**
   * Sends a probe for a node to all hosts of the local network, in case the node is one of them.
   *
   * @param port the UDP port that the node listens on
   * @param turn counts up, so that each of several local networks has its turn
   */
  void sendLocalProbe(NodeEntry to, byte[] frame, int port, int turn);

  /** What is known of the path to a node has changed. */
  void pathChanged(NodeEntry node);
}
