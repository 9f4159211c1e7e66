package io.github.tinc4j.interop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes that look random and are known by their place: what stands at a position depends on the
 * seed and on that position alone, so that a byte changed, lost, repeated or moved is noticed.
 */
final class Noise {

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SHOWN = 16;

  private Noise() {}

  /**
   * Writes what stands from {@code first} on, at least {@code length} bytes of it.
   *
   * @param into as long as {@code length} rounded up to a multiple of 8, or longer
   */
  static void fill(byte[] into, int length, long seed, long first) {
    for (int at = 0; at < length; at += Long.BYTES) {
      WORDS.set(into, at, word(seed, first + at));
    }
  }

  /** The 8 bytes at {@code position}, a multiple of 8: the generator of SplittableRandom. */
  static long word(long seed, long position) {
    long z = seed + (position / Long.BYTES + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /**
   * Compares {@code length} bytes.
   *
   * @param where what the first of them is
   * @throws WrongData when they differ, with the first that does
   */
  static void check(
      byte[] expected, int from, byte[] found, int foundFrom, int length, String where)
      throws WrongData {
    int differs =
        Arrays.mismatch(expected, from, from + length, found, foundFrom, foundFrom + length);
    if (differs < 0) {
      return;
    }
    throw new WrongData(
        String.format(
            "%s: of %d bytes the one at %d is wrong, expected %s, found %s",
            where,
            length,
            differs,
            hex(expected, from + differs, from + length),
            hex(found, foundFrom + differs, foundFrom + length)));
  }

  private static String hex(byte[] bytes, int from, int to) {
    return HexFormat.of().formatHex(bytes, from, Math.min(to, from + SHOWN));
  }

  /** What arrived is not what was sent. */
  static final class WrongData extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;

    WrongData(String what) {
      super(what);
      this.what = what;
    }

    String what() {
      return what;
    }
  }
}
