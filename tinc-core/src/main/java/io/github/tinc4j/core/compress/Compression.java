package io.github.tinc4j.core.compress;

/** The compression levels of the protocol (spec 20, 6). */
public final class Compression {

  /** No compressed or decompressed packet is longer, in bytes. */
  public static final int MAX_BYTES = 1661;

  /** What {@link Compressor} and {@link Decompressor} return when they cannot do it. */
  public static final int FAILED = -1;

  private static final int ZLIB_FASTEST = 1;
  private static final int ZLIB_BEST = 9;

  /** LZO1X-1 where tincd does it. */
  private static final int LZO_FAST = 10;

  /** LZO1X-999 where tincd does it. */
  private static final int LZO_BEST = 11;

  private static final int BEST_EFFORT = 64;

  private Compression() {}

  /**
   * Whether packets of this level can be both made and read: 0 (none), 1 to 9 (zlib), 10 and 11
   * (LZO1X). A key that asks for another level is not to be considered valid.
   */
  public static boolean supported(int level) {
    return level == 0 || isZlib(level) || isLzo(level);
  }

  /**
   * A compressor for one thread.
   *
   * @throws IllegalArgumentException when the level is 0 or not {@link #supported}
   */
  public static Compressor compressor(int level) {
    if (isLzo(level)) {
      return new LzoCompressor(level == LZO_FAST ? 1 : BEST_EFFORT);
    }
    if (!isZlib(level)) {
      throw new IllegalArgumentException("no compressor of level " + level);
    }
    return new ZlibCompressor(level);
  }

  /**
   * A decompressor for one thread.
   *
   * @throws IllegalArgumentException when the level is 0 or not {@link #supported}
   */
  public static Decompressor decompressor(int level) {
    if (isLzo(level)) {
      return new LzoDecompressor();
    }
    if (!isZlib(level)) {
      throw new IllegalArgumentException("no decompressor of level " + level);
    }
    return new ZlibDecompressor();
  }

  private static boolean isZlib(int level) {
    return level >= ZLIB_FASTEST && level <= ZLIB_BEST;
  }

  private static boolean isLzo(int level) {
    return level == LZO_FAST || level == LZO_BEST;
  }
}
