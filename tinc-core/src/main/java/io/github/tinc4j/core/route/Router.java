package io.github.tinc4j.core.route;

import io.github.tinc4j.core.forward.ForwardingTable;

/** Decides where frames go. Belongs to one thread. */
public sealed interface Router permits RouterMode {

  /** Index of our own node in every table. */
  int SELF = 0;

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
