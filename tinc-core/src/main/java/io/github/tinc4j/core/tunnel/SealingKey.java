package io.github.tinc4j.core.tunnel;

import io.github.tinc4j.api.PacketKeyInfo;

/**
 * What packets to one node are sealed with: key, sequence counter, compression. Immutable but for
 * the counter; shared by all packet threads.
 */
public interface SealingKey {

  /** The sealer of packet thread {@code lane}; called by that thread only. */
  Sealer lane(int lane);

  /** What it does to packets, for the view of the mesh. */
  PacketKeyInfo info();

  /**
   * Gives back what it holds besides memory of the heap; to be called once it is replaced. A thread
   * that still uses it then drops packets. Any thread.
   */
  void release();
}
