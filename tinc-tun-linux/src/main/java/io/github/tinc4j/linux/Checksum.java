package io.github.tinc4j.linux;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071), computed in the machine's own byte order: the ones' complement
 * sum does not mind, as long as all words are taken in one order. So every 16-bit value here is as
 * the machine reads it from the packet; {@link #word} turns a number into one. Pure functions; any
 * thread.
 */
final class Checksum {

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());

  private Checksum() {}

  /**
   * The sum of some bytes, not yet folded: sums may be added to each other.
   *
   * @param length how many bytes, up to 65 535; one that is left over counts as if a 0 followed
   */
  static long sum(byte[] bytes, int offset, int length) {
    long sum = 0;
    int wholeInts = offset + (length & ~3);
    for (int i = offset; i < wholeInts; i += 4) {
      sum += (int) INTS.get(bytes, i) & 0xffffffffL;
    }
    int at = wholeInts;
    if ((length & 2) != 0) {
      sum += get(bytes, at);
      at += 2;
    }
    if ((length & 1) != 0) {
      int rest = bytes[at] & 0xff;
      sum += LITTLE_ENDIAN ? rest : rest << 8;
    }
    return sum;
  }

  /** A sum as 16 bits with the carries added; 0 only when all that was added was 0. */
  static int fold(long sum) {
    long folded = (sum >>> 32) + (sum & 0xffffffffL);
    folded = (folded >>> 16) + (folded & 0xffff);
    folded = (folded >>> 16) + (folded & 0xffff);
    return (int) ((folded >>> 16) + (folded & 0xffff));
  }

  /** What a checksum field must hold for what was summed up: the complement of the folded sum. */
  static int of(long sum) {
    return ~fold(sum) & 0xffff;
  }

  /** The low 16 bits of a number, as a word that can be added to a sum or put into a packet. */
  static int word(int value) {
    int low = value & 0xffff;
    return LITTLE_ENDIAN ? (low & 0xff) << 8 | low >> 8 : low;
  }

  /** What to add to a sum to take a word off it. */
  static int minus(int word) {
    return ~word & 0xffff;
  }

  /** The word at that place. */
  static int get(byte[] bytes, int at) {
    return (short) SHORTS.get(bytes, at) & 0xffff;
  }

  /** Puts a word at that place. */
  static void put(byte[] bytes, int at, int word) {
    SHORTS.set(bytes, at, (short) word);
  }
}
