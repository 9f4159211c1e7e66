package io.github.tinc4j.core.route;

import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.core.forward.ForwardingTable;

/** Spreads a frame that is for everybody (spec 30, 11, from step 2). */
final class Broadcast {

  private final BroadcastMode mode;

  Broadcast(BroadcastMode mode) {
    this.mode = mode;
  }

  /** Gives {@code sink} a copy for our device, and one for each node that gets it from us. */
  void spread(
      ForwardingTable table, int source, byte[] frame, int offset, int length, RouteSink sink) {
    if (source != Router.SELF) {
      sink.deliver(frame, offset, length);
    }
    if (mode == BroadcastMode.MST) {
      alongTree(table, source, frame, offset, length, sink);
    } else if (mode == BroadcastMode.DIRECT && source == Router.SELF) {
      for (int i = 0; i < table.directCount(); i++) {
        sink.send(table.directTarget(i), frame, offset, length);
      }
    }
  }

  private static void alongTree(
      ForwardingTable table, int source, byte[] frame, int offset, int length, RouteSink sink) {
    int cameFrom = source == Router.SELF ? Router.SELF : table.peer(source).nexthop();
    for (int i = 0; i < table.broadcastCount(); i++) {
      int target = table.broadcastTarget(i);
      if (target != cameFrom) {
        sink.send(target, frame, offset, length);
      }
    }
  }
}
