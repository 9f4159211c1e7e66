package io.github.tinc4j.core.compress;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** zlib streams (RFC 1950); locks as {@link ZlibCompressor} does. */
final class ZlibDecompressor implements Decompressor {

  private final Inflater inflater = new Inflater();
  private boolean ended;

  @Override
  public synchronized int decompress(byte[] in, int off, int len, byte[] out, int outOff) {
    if (ended) {
      return Compression.FAILED;
    }
    inflater.reset();
    inflater.setInput(in, off, len);
    try {
      int length =
          inflater.inflate(out, outOff, Math.min(Compression.MAX_BYTES, out.length - outOff));
      return inflater.finished() ? length : Compression.FAILED;
    } catch (DataFormatException e) {
      // Damaged data is a reason to drop the packet, which is what the code says.
      return Compression.FAILED;
    }
  }

  @Override
  public synchronized void end() {
    ended = true;
    inflater.end();
  }
}
