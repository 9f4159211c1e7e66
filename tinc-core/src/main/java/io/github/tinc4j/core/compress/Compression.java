package io.github.tinc4j.core.compress;

/** The compression levels of the protocol (spec 20, 6). */
public final class Compression {

  /** No compressed or decompressed packet is longer, in bytes. */
  public static final int MAX_BYTES = 1661;

  /** What {@link Compressor} and {@link Decompressor} return when they cannot do it. */
  public static final int FAILED = -1;

  private static final int ZLIB_FASTEST = 1;
  private static final int ZLIB_BEST = 9;

  private Compression() {}

  /**
   * Whether packets of this level can be both made and read: 0 (none) and 1 to 9 (zlib). A key that
   * asks for another level is not to be considered valid.
   */
  public static boolean supported(int level) {
    return level == 0 || isZlib(level);
  }

  /**
   * A compressor for one thread.
   *
   * @throws IllegalArgumentException when the level is 0 or not {@link #supported}
   */
  public static Compressor compressor(int level) {
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
    if (!isZlib(level)) {
      throw new IllegalArgumentException("no decompressor of level " + level);
    }
    return new ZlibDecompressor();
  }

  private static boolean isZlib(int level) {
    return level >= ZLIB_FASTEST && level <= ZLIB_BEST;
  }
}
