package io.github.tinc4j.core.meta;

import io.github.tinc4j.core.crypto.StreamCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into lines and counted bodies (spec 10, 2).
 *
 * <p>It holds at most one line buffer of {@value #CAPACITY} bytes, tinc's own limit. What it
 * returns next depends on what the line before meant, so the caller asks item by item: {@link
 * #fill}, then {@link #line} or {@link #body} until they have nothing more.
 */
final class MetaFramer {

  /** The longest line with its newline, and the longest body. */
  static final int CAPACITY = 2176;

  private final byte[] buffer = new byte[CAPACITY];
  private int start;
  private int end;
  private @Nullable StreamCipher cipher;
  private boolean exhausted;

  /**
   * Takes bytes from the network, as many as there is room for.
   *
   * @return how many
   */
  int fill(ByteBuffer from) {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    int count = Math.min(from.remaining(), CAPACITY - end);
    from.get(buffer, end, count);
    if (cipher != null) {
      exhausted |= cipher.exhaustedBy(count);
      if (exhausted) {
        return count;
      }
      cipher.apply(buffer, end, count);
    }
    end += count;
    return count;
  }

  /** Deciphers everything that was not returned yet, and all that comes. */
  void decipherWith(StreamCipher next) {
    cipher = next;
    // A fresh cipher has budget for what one buffer holds.
    next.apply(buffer, start, end - start);
  }

  /** The next line without its newline, or null while it is incomplete. */
  @Nullable String line() {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '\n') {
        String line = new String(buffer, start, i - start, StandardCharsets.ISO_8859_1);
        start = i + 1;
        return line;
      }
    }
    return null;
  }

  /** The next {@code length} bytes, or null while they are incomplete. */
  byte @Nullable [] body(int length) {
    if (end - start < length) {
      return null;
    }
    byte[] body = Arrays.copyOfRange(buffer, start, start + length);
    start += length;
    return body;
  }

  /** Whether the cipher has been used for more bytes than it may (spec 10, 5.10). */
  boolean isExhausted() {
    return exhausted;
  }

  /** Whether no more bytes can be taken: what is awaited is longer than any line or body. */
  boolean isFull() {
    return end - start == CAPACITY;
  }
}
