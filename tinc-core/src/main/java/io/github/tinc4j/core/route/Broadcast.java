package io.github.tinc4j.core.route;

import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.core.forward.ForwardingTable;

/** Spreads a frame that is for everybody (spec 30, 11, from step 2). */
final class Broadcast {

  private final BroadcastMode mode;

  Broadcast(RouteSettings settings) {
    this.mode = settings.tunnelServer() ? BroadcastMode.NO : settings.broadcast();
  }

  /** Gives {@code sink} a copy for our device, and one for each node that gets it from us. */
  void spread(Frame frame, RouteSink sink) {
    ForwardingTable table = frame.table;
    boolean ours = frame.source == Router.SELF;
    if (mode == BroadcastMode.MST) {
      alongTree(frame, sink);
    } else if (mode == BroadcastMode.DIRECT && ours) {
      for (int i = 0; i < table.directCount(); i++) {
        sink.send(table.directTarget(i), frame.bytes, frame.offset, frame.length);
      }
    }
    // Last, for the device may need another destination address in it than the others.
    if (!ours) {
      sink.deliver(frame.bytes, frame.offset, frame.length);
    }
  }

  private static void alongTree(Frame frame, RouteSink sink) {
    ForwardingTable table = frame.table;
    int source = frame.source;
    int cameFrom = source == Router.SELF ? Router.SELF : table.peer(source).nexthop();
    for (int i = 0; i < table.broadcastCount(); i++) {
      int target = table.broadcastTarget(i);
      if (target != cameFrom) {
        sink.send(target, frame.bytes, frame.offset, frame.length);
      }
    }
  }
}
