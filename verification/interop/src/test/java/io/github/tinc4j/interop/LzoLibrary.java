package io.github.tinc4j.interop;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.Arrays;

/** {@code liblzo2}, which tincd compresses with. */
final class LzoLibrary {

  private static final int OK = 0;

  /** More than any of its algorithms needs, in bytes. */
  private static final int WORK_BYTES = 1 << 20;

  private final byte[] work = new byte[WORK_BYTES];
  private final long[] length = new long[1];

  /** {@code lzo1x_1_compress}. */
  byte[] compress(byte[] in) {
    byte[] out = new byte[in.length + in.length / 16 + 67];
    check(Mapped.lzo1x_1_compress(in, in.length, out, length, work));
    return Arrays.copyOf(out, (int) length[0]);
  }

  /** {@code lzo1x_999_compress}. */
  byte[] compressBest(byte[] in) {
    byte[] out = new byte[in.length + in.length / 16 + 67];
    check(Mapped.lzo1x_999_compress(in, in.length, out, length, work));
    return Arrays.copyOf(out, (int) length[0]);
  }

  private static void check(int result) {
    if (result != OK) {
      throw new IllegalStateException("liblzo2: " + result);
    }
  }

  /** {@code lzo1x_decompress_safe}: how many bytes; -1 when it fails. */
  int decompress(byte[] in, int inLength, byte[] out, int limit) {
    length[0] = limit;
    int result = Mapped.lzo1x_decompress_safe(in, inLength, out, length, Pointer.NULL);
    return result == OK ? (int) length[0] : -1;
  }

  /** The functions under their own names, from {@code lzo/lzo1x.h}. */
  private static final class Mapped {

    static {
      Native.register(Mapped.class, NativeLibrary.getInstance("liblzo2.so.2"));
    }

    private Mapped() {}

    static native int lzo1x_1_compress(byte[] in, long inLength, byte[] out, long[] l, byte[] work);

    static native int lzo1x_999_compress(
        byte[] in, long inLength, byte[] out, long[] l, byte[] work);

    static native int lzo1x_decompress_safe(
        byte[] in, long inLength, byte[] out, long[] l, Pointer work);
  }
}
