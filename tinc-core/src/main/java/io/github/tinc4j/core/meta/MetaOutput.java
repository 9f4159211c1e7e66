package io.github.tinc4j.core.meta;

import io.github.tinc4j.core.crypto.StreamCipher;
import io.github.tinc4j.core.wire.LineWriter;
import io.github.tinc4j.core.wire.MetaMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one connection sends, enciphered as it is added and handed over in one piece. */
final class MetaOutput {

  private static final byte[] NOTHING = new byte[0];

  private byte[] buffer = new byte[512];
  private int size;
  private @Nullable StreamCipher cipher;
  private boolean exhausted;

  /** Enciphers everything that is added from now on. */
  void encipherWith(StreamCipher next) {
    cipher = next;
  }

  /** Adds a request. */
  void request(MetaMessage message) {
    var line = new LineWriter();
    message.format(line);
    line(line.line());
  }

  /**
   * Adds a line; one that no peer could read is left out (spec 10, 2.2).
   *
   * @param line without its newline
   */
  void line(String line) {
    if (line.length() <= LineWriter.MAX_LENGTH) {
      bytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  void bytes(byte[] bytes) {
    if (size + bytes.length > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + bytes.length));
    }
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    if (cipher != null) {
      exhausted |= cipher.exhaustedBy(bytes.length);
      if (exhausted) {
        return;
      }
      cipher.apply(buffer, size, bytes.length);
    }
    size += bytes.length;
  }

  /** Whether the cipher has been used for all the bytes that it may. */
  boolean isExhausted() {
    return exhausted;
  }

  int size() {
    return size;
  }

  byte[] take() {
    byte[] taken = size == 0 ? NOTHING : Arrays.copyOf(buffer, size);
    size = 0;
    return taken;
  }
}
