package io.github.tinc4j.core.event;

/** The timers of the engine. */
public enum Timer {
  /** When to look for silent peers, unfinished handshakes and stalled output. */
  CONNECTIONS,
  /**
   * When to forget old lines and addresses, replace expired keys and check whether our name is
   * contested.
   */
  HOUSEKEEPING,
  /** When to publish changes that came right after others. */
  PUBLISH,
  /** When to take the next step of MTU discovery with one node. */
  MTU_PROBE,
  /** When to write the graph, if it has changed. */
  GRAPH_DUMP,
  /** When to try again to connect to one node. */
  RECONNECT,
  /** When to speak again after somebody else was found to use our name. */
  NAME_CONTESTED
}
