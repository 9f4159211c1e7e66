package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.PathMtu;

/**
 * How far MTU discovery has come with one node (spec 20, 9). Lengths are of frames with their
 * Ethernet header, before encryption, in bytes.
 */
public final class PathProgress {

  /** The longest frame there is. */
  public static final int LARGEST = 1518;

  /** {@link #probes} once discovery has settled or given up for now. */
  public static final int SLEEPING = 31;

  private int mtu = LARGEST;
  private int minMtu;
  private int maxMtu = LARGEST;
  private int probes;
  private int asked;

  /** The limit that routing enforces. */
  public int mtu() {
    return mtu;
  }

  /** Sets {@link #mtu}. */
  public void setMtu(int value) {
    mtu = value;
  }

  /** The largest length proven to arrive. */
  public int minMtu() {
    return minMtu;
  }

  /** Sets {@link #minMtu}. */
  public void setMinMtu(int value) {
    minMtu = value;
  }

  /** The smallest length not ruled out. */
  public int maxMtu() {
    return maxMtu;
  }

  /** Sets {@link #maxMtu}. */
  public void setMaxMtu(int value) {
    maxMtu = value;
  }

  /** The step discovery is at; its meanings are in spec 20, 9.2. */
  public int probes() {
    return probes;
  }

  /** Sets {@link #probes}. */
  public void setProbes(int value) {
    probes = value;
  }

  /** How many rounds of probes have asked in vain whether a settled path still works. */
  public int asked() {
    return asked;
  }

  /** Sets {@link #asked}. */
  public void setAsked(int value) {
    asked = value;
  }

  /** Begins again, but for the limit of routing, which stays until discovery has settled anew. */
  void reset() {
    minMtu = 0;
    maxMtu = LARGEST;
    probes = 0;
    asked = 0;
  }

  /** What the API shows. */
  public PathMtu view() {
    return new PathMtu(mtu, minMtu, maxMtu, probes >= SLEEPING && minMtu > 0 && minMtu == maxMtu);
  }
}
