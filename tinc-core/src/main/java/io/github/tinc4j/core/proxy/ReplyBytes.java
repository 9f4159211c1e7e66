package io.github.tinc4j.core.proxy;

import java.nio.ByteBuffer;

/** A reply of counted bytes that may come in pieces. */
final class ReplyBytes {

  private final byte[] bytes;
  private int size;

  ReplyBytes(int longest) {
    bytes = new byte[longest];
  }

  /** Takes bytes until it holds {@code wanted}, and whether it does; the others are left. */
  boolean fill(ByteBuffer from, int wanted) {
    int count = Math.max(0, Math.min(from.remaining(), wanted - size));
    from.get(bytes, size, count);
    size += count;
    return size >= wanted;
  }

  /** The byte at {@code index}, without its sign. */
  int at(int index) {
    return bytes[index] & 0xff;
  }

  /** Begins with the next reply. */
  void clear() {
    size = 0;
  }
}
