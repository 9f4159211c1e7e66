package io.github.tinc4j.tun;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Strings as C has them: bytes up to a NUL. */
public final class NativeText {

  private NativeText() {}

  /** A copy of a string without NUL characters, and the NUL that ends it. */
  public static OffHeap of(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    var memory = new OffHeap(bytes.length + 1);
    memory.bytes().put(0, bytes);
    return memory;
  }

  /** The string that begins at the start of {@code memory}, of at most {@code most} bytes. */
  public static String in(OffHeap memory, int most) {
    byte[] bytes = new byte[most];
    memory.bytes().get(0, bytes);
    int length = 0;
    while (length < most && bytes[length] != 0) {
      length++;
    }
    return new String(bytes, 0, length, UTF_8);
  }
}
