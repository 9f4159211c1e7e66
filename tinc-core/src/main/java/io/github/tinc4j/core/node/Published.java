package io.github.tinc4j.core.node;

import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import java.util.List;

/** The newest view of the mesh, and waiting for one that shows something. */
final class Published {

  private volatile MeshView view = new MeshView(List.of(), List.of(), List.of(), List.of());
  private boolean closed;

  MeshView view() {
    return view;
  }

  synchronized void publish(MeshView next) {
    view = next;
    notifyAll();
  }

  /** Nobody waits any longer. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean awaitReachable(NodeName node, long timeoutNs) throws InterruptedException {
    long deadlineNs = System.nanoTime() + timeoutNs;
    while (!closed && !isReachable(node)) {
      long leftMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
      if (leftMs <= 0) {
        return false;
      }
      wait(leftMs);
    }
    return !closed;
  }

  private boolean isReachable(NodeName node) {
    return view.node(node).map(NodeInfo::reachable).orElse(false);
  }
}
