package io.github.tinc4j.core.path;

import io.github.tinc4j.core.mesh.NodeEntry;

/** What MTU discovery brings about. */
public interface PathPort {

  /** Sends a probe by UDP, after the packet threads have heard of the newest keys. */
  void sendProbe(NodeEntry to, byte[] frame);

  /** What is known of the path to a node has changed. */
  void pathChanged(NodeEntry node);
}
