package io.github.tinc4j.core.tunnel;

/**
 * What packets from one node are opened with: the key we gave it, and its replay window. Shared by
 * all packet threads.
 */
public interface OpeningKey {

  /** The opener of packet thread {@code lane}; called by that thread only. */
  Opener lane(int lane);

  /**
   * Gives back what it holds besides memory of the heap; to be called once it is replaced. A thread
   * that still uses it then drops packets. Any thread.
   */
  void release();

  /** The highest sequence number accepted, unsigned; 0 before the first packet. Any thread. */
  int highestSequence();
}
