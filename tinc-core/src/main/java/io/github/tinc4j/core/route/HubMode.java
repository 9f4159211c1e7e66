package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.core.forward.ForwardingTable;

/** {@code Mode = hub}: every frame goes to everybody (spec 30, 8 and 11). */
final class HubMode implements Router {

  private final RouteSettings settings;
  private final RouteSink sink;
  private final Broadcast broadcast;
  private final Passage passage;
  private final Frame frame = new Frame();

  HubMode(RouteSettings settings, RouteSink sink, Passage passage) {
    this.settings = settings;
    this.sink = sink;
    this.broadcast = new Broadcast(settings);
    this.passage = passage;
  }

  @Override
  public void route(
      ForwardingTable table, int source, byte[] bytes, int offset, int length, long nowNs) {
    if (length < Ethernet.HEADER) {
      sink.drop(DropReason.FRAME_TOO_SHORT);
      return;
    }
    if (settings.forwarding() == ForwardingMode.KERNEL && source != SELF) {
      sink.deliver(bytes, offset, length);
      return;
    }
    frame.set(table, source, bytes, offset, length, nowNs);
    frame.findIpBehindTag();
    if (source == SELF || passage.takeHop(frame)) {
      broadcast.spread(frame, sink);
    }
  }
}
