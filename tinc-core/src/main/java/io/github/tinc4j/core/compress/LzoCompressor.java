package io.github.tinc4j.core.compress;

import java.util.Arrays;

/**
 * Makes LZO1X streams, as {@link LzoDecompressor} describes them. Of the instructions it needs
 * three: literals, matches of up to 8 bytes, and longer ones; no match is further back than {@value
 * #WINDOW} bytes, which is more than a packet has.
 */
final class LzoCompressor implements Compressor {

  private static final int LEAST_MATCH = 3;
  private static final int MOST_NEAR = 8;
  private static final int WINDOW = 2048;
  private static final int HASH_BITS = 12;

  /** Where nothing matches for so long, it looks at every second place, and so on. */
  private static final int PATIENCE_BITS = 5;

  private static final int MOST_FIRST = 238;
  private static final int END_BYTES = 3;

  private final int effort;

  /**
   * Where bytes that hash alike were seen last, by their hash, and before that, by place. Places
   * count on from packet to packet, so that those of earlier packets are seen to be too far back.
   */
  private final int[] newest = new int[1 << HASH_BITS];

  private final int[] older = new int[WINDOW];
  private int firstPlace = WINDOW;

  private volatile boolean ended;

  private byte[] in = {};
  private int start;
  private int inEnd;
  private byte[] out = {};
  private int outStart;
  private int written;
  private int outEnd;
  private int matchAt;

  /**
   * A compressor.
   *
   * @param effort how many earlier places are looked at for each match, at least 1
   */
  LzoCompressor(int effort) {
    this.effort = effort;
  }

  @Override
  public int compress(byte[] from, int off, int len, byte[] into, int outOff) {
    if (ended) {
      return Compression.FAILED;
    }
    in = from;
    start = off;
    inEnd = off + len;
    out = into;
    outStart = outOff;
    written = outOff;
    outEnd = Math.min(into.length, outOff + Compression.MAX_BYTES);
    boolean done = putAll() && outEnd - written >= END_BYTES;
    forgetPlaces(len);
    if (!done) {
      return Compression.FAILED;
    }
    put(0x11);
    put(0);
    put(0);
    return written - outStart;
  }

  private boolean putAll() {
    int at = start;
    int literals = at;
    while (at <= inEnd - LEAST_MATCH) {
      int found = search(at);
      if (found < 0) {
        at += 1 + ((at - literals) >>> PATIENCE_BITS);
        continue;
      }
      int length = lengthOfMatch(found, at);
      if (!putLiterals(literals, at - literals) || !putMatch(length, at - found)) {
        return false;
      }
      int next = at + length;
      for (at++; at < next && at <= inEnd - LEAST_MATCH; at++) {
        note(at);
      }
      at = next;
      literals = next;
    }
    return putLiterals(literals, inEnd - literals);
  }

  /** The best earlier place that matches what is at {@code at}, or -1; notes {@code at} itself. */
  private int search(int at) {
    int place = place(at);
    int candidate = note(at);
    int best = -1;
    int bestLength = LEAST_MATCH - 1;
    for (int tries = effort; tries > 0 && isInReach(candidate, place); tries--) {
      int there = at - (place - candidate);
      int length = lengthOfMatch(there, at);
      if (length > bestLength) {
        best = there;
        bestLength = length;
      }
      candidate = older[candidate & (WINDOW - 1)];
    }
    return best;
  }

  private boolean isInReach(int candidate, int place) {
    return candidate >= firstPlace && place - candidate < WINDOW;
  }

  private int place(int at) {
    return firstPlace + (at - start);
  }

  /** Remembers a place; the last one with the same hash. */
  private int note(int at) {
    int three = (in[at] & 0xff) << 16 | (in[at + 1] & 0xff) << 8 | (in[at + 2] & 0xff);
    int hash = (three * 0x9e3779b1) >>> (Integer.SIZE - HASH_BITS);
    int last = newest[hash];
    int place = place(at);
    older[place & (WINDOW - 1)] = last;
    newest[hash] = place;
    return last;
  }

  private void forgetPlaces(int len) {
    firstPlace += len;
    if (firstPlace > Integer.MAX_VALUE / 2) {
      Arrays.fill(newest, 0);
      firstPlace = WINDOW;
    }
  }

  private int lengthOfMatch(int there, int at) {
    int mismatch = Arrays.mismatch(in, there, there + inEnd - at, in, at, inEnd);
    return mismatch < 0 ? inEnd - at : mismatch;
  }

  private boolean putLiterals(int from, int count) {
    if (count == 0) {
      return true;
    }
    if (outEnd - written < count + 1 + counted(count)) {
      return false;
    }
    boolean first = written == outStart;
    if (first && count <= MOST_FIRST) {
      put(17 + count);
    } else if (!first && count <= 3) {
      out[matchAt] |= (byte) count;
    } else if (count <= 18) {
      put(count - 3);
    } else {
      put(0);
      putCount(count - 18);
    }
    System.arraycopy(in, from, out, written, count);
    written += count;
    return true;
  }

  private boolean putMatch(int length, int distance) {
    if (outEnd - written < 3 + counted(length)) {
      return false;
    }
    int back = distance - 1;
    if (length <= MOST_NEAR) {
      matchAt = written;
      put((length - 1) << 5 | (back & 7) << 2);
      put(back >>> 3);
      return true;
    }
    if (length <= 33) {
      put(0x20 | (length - 2));
    } else {
      put(0x20);
      putCount(length - 33);
    }
    matchAt = written;
    put((back & 0x3f) << 2);
    put(back >>> 6);
    return true;
  }

  /** How many bytes {@link #putCount} takes, at most. */
  private static int counted(int rest) {
    return rest / 255 + 1;
  }

  private void putCount(int rest) {
    int left = rest;
    for (; left > 255; left -= 255) {
      put(0);
    }
    put(left);
  }

  private void put(int value) {
    out[written++] = (byte) value;
  }

  @Override
  public void end() {
    ended = true;
  }
}
