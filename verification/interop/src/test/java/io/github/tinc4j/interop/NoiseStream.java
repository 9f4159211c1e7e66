package io.github.tinc4j.interop;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SplittableRandom;

/**
 * A stream of {@link Noise}, written and read back.
 *
 * @param seed of its bytes and of how it is cut into writes
 * @param length in bytes
 */
record NoiseStream(long seed, long length) {

  private static final int BLOCK = 1 << 16;

  /** One write in so many is short, so that segments of any length are among the full ones. */
  private static final int SHORT_ONE_IN = 8;

  private static final int SHORT = 3000;

  void write(OutputStream to) throws IOException {
    var cuts = new SplittableRandom(seed);
    byte[] block = new byte[BLOCK];
    for (long position = 0; position < length; ) {
      int offset = (int) (position % BLOCK);
      if (offset == 0) {
        Noise.fill(block, BLOCK, seed, position);
      }
      int most = cuts.nextInt(SHORT_ONE_IN) == 0 ? 1 + cuts.nextInt(SHORT) : BLOCK;
      int count = (int) Math.min(Math.min(most, BLOCK - offset), length - position);
      to.write(block, offset, count);
      position += count;
    }
  }

  /**
   * Reads the whole stream, and nothing after it.
   *
   * @throws Noise.WrongData at the first byte that is not as it was written
   * @throws EOFException when the stream is shorter
   */
  void check(InputStream from) throws IOException, Noise.WrongData {
    byte[] expected = new byte[BLOCK];
    byte[] found = new byte[BLOCK];
    for (long position = 0; position < length; ) {
      int offset = (int) (position % BLOCK);
      if (offset == 0) {
        Noise.fill(expected, BLOCK, seed, position);
      }
      int count = from.read(found, 0, (int) Math.min(BLOCK - offset, length - position));
      if (count < 0) {
        throw new EOFException("the stream ended after " + position + " of " + length + " bytes");
      }
      Noise.check(expected, offset, found, 0, count, "stream at " + position);
      position += count;
    }
  }
}
