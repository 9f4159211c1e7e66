package io.github.tinc4j.core.compress;

/**
 * LZO1X streams. A stream is a row of instructions; each copies a match from what was written
 * before, or literals from the stream, and says how many literals, up to 3, follow a match.
 *
 * <pre>
 * first byte  18..255    byte - 17 literals
 * 0000 LLLL              after no literals: L + 3 literals
 * 0000 DDSS  H           after 1 to 3 literals: 2 bytes from 4H + D + 1 back
 * 0000 DDSS  H           after 4 or more literals: 3 bytes from 4H + D + 2049 back
 * 0001 HLLL  D...D SS    L + 2 bytes from 16384 (H + 1) + D back; the end when H and D are 0
 * 001L LLLL  D...D SS    L + 2 bytes from D + 1 back
 * LLLD DDSS  H           L + 1 bytes, L being 2 or more, from 8H + D + 1 back
 * </pre>
 *
 * S literals follow. D...D SS are two bytes, the low one first. Where the bits of L are all 0 its
 * length is counted: the most that they could say, 255 for each zero byte that follows, and a byte
 * that is not zero.
 *
 * <p>Whatever the input says, nothing is read or written outside of the two ranges: each length is
 * compared with what is left before anything is copied.
 */
final class LzoDecompressor implements Decompressor {

  private static final int FIRST_LITERALS = 17;
  private static final int FAR = 16384;

  /** {@link #state}: a run of 4 or more literals came last. */
  private static final int AFTER_RUN = 4;

  private static final int AFTER_RUN_DISTANCE = 2049;

  private volatile boolean ended;

  private byte[] in = {};
  private int at;
  private int inEnd;
  private byte[] out = {};
  private int outStart;
  private int written;
  private int outEnd;

  /** How many literals came last, at most {@link #AFTER_RUN}. */
  private int state;

  private boolean sawEnd;

  @Override
  public int decompress(byte[] from, int off, int len, byte[] into, int outOff) {
    if (ended) {
      return Compression.FAILED;
    }
    in = from;
    at = off;
    inEnd = off + len;
    out = into;
    outStart = outOff;
    written = outOff;
    outEnd = Math.min(into.length, outOff + Compression.MAX_BYTES);
    state = 0;
    sawEnd = false;
    boolean going = firstLiterals();
    while (going && !sawEnd) {
      going = at < inEnd && instruction(in[at++] & 0xff);
    }
    return sawEnd && at == inEnd ? written - outStart : Compression.FAILED;
  }

  private boolean firstLiterals() {
    int first = at < inEnd ? in[at] & 0xff : 0;
    if (first <= FIRST_LITERALS) {
      return true;
    }
    at++;
    return literals(first - FIRST_LITERALS);
  }

  /** Carries one instruction out; false when it cannot be. */
  private boolean instruction(int code) {
    if (code >= 0x40) {
      return near((code >>> 5) + 1, code, 3, 1);
    }
    if (code >= 0x20) {
      return far(count(code & 0x1f, 0x1f), 1);
    }
    if (code >= 0x10) {
      return far(count(code & 7, 7), FAR + ((code & 8) << 11));
    }
    if (state == 0) {
      return literals(count(code, 0xf) + 3);
    }
    return state == AFTER_RUN ? near(3, code, 2, AFTER_RUN_DISTANCE) : near(2, code, 2, 1);
  }

  /** The length that bits, or the bytes that follow, say; one that nothing has room for if none. */
  private int count(int bits, int most) {
    if (bits != 0) {
      return bits;
    }
    int total = most;
    while (at < inEnd) {
      int more = in[at++] & 0xff;
      if (more != 0) {
        return total + more;
      }
      total = Math.min(total + 255, Compression.MAX_BYTES);
    }
    return Compression.MAX_BYTES;
  }

  private boolean near(int length, int code, int bits, int least) {
    if (at == inEnd) {
      return false;
    }
    int low = (code >>> 2) & ((1 << bits) - 1);
    int distance = least + ((in[at++] & 0xff) << bits) + low;
    return match(length, distance) && literals(code & 3);
  }

  private boolean far(int count, int least) {
    if (inEnd - at < 2) {
      return false;
    }
    int word = (in[at] & 0xff) | (in[at + 1] & 0xff) << 8;
    at += 2;
    int back = word >>> 2;
    sawEnd = least == FAR && back == 0;
    return sawEnd || (match(count + 2, least + back) && literals(word & 3));
  }

  private boolean match(int length, int distance) {
    if (distance > written - outStart || length > outEnd - written) {
      return false;
    }
    int source = written - distance;
    if (distance >= length) {
      System.arraycopy(out, source, out, written, length);
    } else {
      for (int i = 0; i < length; i++) { // it repeats what it writes
        out[written + i] = out[source + i];
      }
    }
    written += length;
    return true;
  }

  private boolean literals(int count) {
    if (count > inEnd - at || count > outEnd - written) {
      return false;
    }
    System.arraycopy(in, at, out, written, count);
    at += count;
    written += count;
    state = Math.min(count, AFTER_RUN);
    return true;
  }

  @Override
  public void end() {
    ended = true;
  }
}
