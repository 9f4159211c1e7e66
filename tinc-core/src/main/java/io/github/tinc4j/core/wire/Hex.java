package io.github.tinc4j.core.wire;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes in hexadecimal: upper case when we write, either when we read (spec 10, 2). */
public final class Hex {

  private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

  private Hex() {}

  /** Two upper-case digits for each byte. */
  public static String encode(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /** The bytes, or null when {@code text} is not made of pairs of hexadecimal digits. */
  public static byte @Nullable [] decode(String text) {
    try {
      return FORMAT.parseHex(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
