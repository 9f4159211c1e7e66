package io.github.tinc4j.core.compress;

import java.util.zip.Deflater;

/**
 * zlib streams (RFC 1950). The lock is for {@link #end} from another thread; the deflater takes one
 * of its own at each call anyway.
 */
final class ZlibCompressor implements Compressor {

  private final Deflater deflater;
  private boolean ended;

  ZlibCompressor(int level) {
    deflater = new Deflater(level);
  }

  @Override
  public synchronized int compress(byte[] in, int off, int len, byte[] out, int outOff) {
    if (ended) {
      return Compression.FAILED;
    }
    deflater.reset();
    deflater.setInput(in, off, len);
    deflater.finish();
    int length =
        deflater.deflate(out, outOff, Math.min(Compression.MAX_BYTES, out.length - outOff));
    return deflater.finished() ? length : Compression.FAILED;
  }

  @Override
  public synchronized void end() {
    ended = true;
    deflater.end();
  }
}
