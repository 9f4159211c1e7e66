package io.github.tinc4j.core.replay;

import java.util.Arrays;

/**
 * Which sequence numbers have come in under one key, and which may still come late (spec 20, 5). A
 * new key gets a new window.
 *
 * <p>Ask only after the MAC has been checked: an accepted number is used up. Any thread; a small
 * lock inside.
 */
public final class ReplayWindow {

  /** What is to be done with a packet. */
  public enum Verdict {
    /** It is new. */
    ACCEPTED,
    /** It has been here before, or is too old to tell. */
    REPLAYED,
    /** It is too far ahead; believed only when that persists. */
    FAR_FUTURE
  }

  /**
   * How far ahead a packet with a MAC may be. A second of a fast link; but what a forger of MACs
   * has guessed right, one of 2^32, must also decipher to a number as near as this.
   */
  static final int BELIEVED_AHEAD = 1 << 16;

  private final int size;
  private final int farAhead;
  private final int patience;

  /** Bit (s mod size) is set while s, of the last {@link #size} numbers, is missing. */
  private final long[] missing;

  private long highest;
  private int farFuture;

  /**
   * A window that has seen nothing.
   *
   * <p>By the rules of tincd a packet a whole window ahead is dropped, and believed only when four
   * have been. When a full socket buffer swallows a window of packets and the sender then sends one
   * packet at a time, each later than the one before, as TCP does, it takes seconds until the fifth
   * comes. With a MAC a number is as good as the packet; it is believed when it is not absurd.
   *
   * @param bytes ReplayWindow of the configuration: 8 numbers for each; 0 turns all checks off
   * @param authentic whether packets have a MAC that is worth the name
   * @throws IllegalArgumentException when {@code bytes} is negative or above 2^24
   */
  public ReplayWindow(int bytes, boolean authentic) {
    if (bytes < 0 || bytes > 1 << 24) {
      throw new IllegalArgumentException("no replay window of " + bytes + " bytes");
    }
    size = 8 * bytes;
    farAhead = authentic ? Math.max(size, BELIEVED_AHEAD) : size;
    patience = bytes / 4;
    missing = new long[(size + 63) / 64];
  }

  /** Decides about a packet and remembers it. {@code sequence} is unsigned. */
  public synchronized Verdict accept(int sequence) {
    long s = Integer.toUnsignedLong(sequence);
    if (size != 0) {
      if (s >= highest + size && s != highest + 1) {
        boolean far = s >= highest + farAhead;
        if (far && farFuture < patience) {
          farFuture++;
          return Verdict.FAR_FUTURE;
        }
        Arrays.fill(missing, far ? 0 : -1); // of the last window, all or none may still come
      } else if (s <= highest) {
        if (s <= highest - size || !isMissing(s)) {
          return Verdict.REPLAYED;
        }
      } else {
        for (long skipped = highest + 1; skipped < s; skipped++) {
          missing[word(skipped)] |= bit(skipped);
        }
      }
      farFuture = 0;
      missing[word(s)] &= ~bit(s);
    }
    highest = Math.max(highest, s);
    return Verdict.ACCEPTED;
  }

  /** The highest number accepted, unsigned; 0 before the first. */
  public synchronized int highest() {
    return (int) highest;
  }

  private boolean isMissing(long s) {
    return (missing[word(s)] & bit(s)) != 0;
  }

  private int word(long s) {
    return (int) (s % size) >>> 6;
  }

  private long bit(long s) {
    return 1L << (s % size);
  }
}
