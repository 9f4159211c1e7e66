package io.github.tinc4j.core.tunnel;

/**
 * What packets from one node are opened with: the key we gave it, and its replay window. Shared by
 * all packet threads.
 */
public interface OpeningKey {

  /** The opener of packet thread {@code lane}; called by that thread only. */
  Opener lane(int lane);

  /** The highest sequence number accepted, unsigned; 0 before the first packet. Any thread. */
  int highestSequence();
}
