package io.github.tinc4j.core.route;

import io.github.tinc4j.core.forward.ForwardingTable;
import org.jspecify.annotations.Nullable;

/** Decides where frames go, by the {@code Mode} of the node. Belongs to one thread. */
public sealed interface Router permits RouterMode, SwitchMode, HubMode {

  /** Index of our own node in every table. */
  int SELF = 0;

  /**
   * A router for one thread.
   *
   * @param settings what it obeys
   * @param answers permits for ICMP messages, shared with the other threads
   * @param localAddress the host's own addresses
   * @param deviceAddress learns the host's MAC address where router mode needs it; null where not
   * @param sink takes its decisions
   */
  static Router of(
      RouteSettings settings,
      RateLimit answers,
      LocalAddress localAddress,
      @Nullable DeviceAddress deviceAddress,
      RouteSink sink) {
    var passage = new Passage(settings, answers, localAddress, sink);
    return switch (settings.mode()) {
      case ROUTER -> new RouterMode(settings, sink, passage, deviceAddress);
      case SWITCH -> new SwitchMode(settings, sink, passage);
      case HUB -> new HubMode(settings, sink, passage);
    };
  }

  /**
   * Routes one frame: calls the sink as often as there are copies, fragments, answers and drops,
   * before it returns. May change the frame in place.
   *
   * @param table the mesh
   * @param source index of the node the frame came from; {@link #SELF} for our own device
   * @param frame the array it is in
   * @param offset where it begins
   * @param length its length in bytes, 0 to {@link Ethernet#MAX_FRAME}
   * @param nowNs the present time, monotonic
   */
  void route(ForwardingTable table, int source, byte[] frame, int offset, int length, long nowNs);
}
