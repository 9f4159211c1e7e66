package io.github.tinc4j.api;

/**
 * The state of MTU discovery towards one node. Lengths are of whole frames, with their 14-byte
 * Ethernet header and before encryption, in bytes (spec 20, 9).
 *
 * @param mtu the limit that routing enforces, 0 to 1518
 * @param minMtu the largest length proven to arrive by UDP; 0 while UDP has not been seen to work
 * @param maxMtu the smallest length not yet ruled out
 * @param fixed whether discovery has settled
 */
public record PathMtu(int mtu, int minMtu, int maxMtu, boolean fixed) {

  /** Whether UDP to the node has been seen to work. */
  public boolean udpWorks() {
    return minMtu > 0;
  }
}
