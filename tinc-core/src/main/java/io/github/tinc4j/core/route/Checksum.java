package io.github.tinc4j.core.route;

/** The Internet checksum (RFC 1071) and its incremental update (RFC 1624). */
final class Checksum {

  private Checksum() {}

  /** Adds a range of bytes to a sum; an odd last byte counts as the high half of a word. */
  static int add(int sum, byte[] bytes, int offset, int length) {
    int total = sum;
    int end = offset + length - 1;
    int at = offset;
    for (; at < end; at += 2) {
      total += NetworkOrder.get16(bytes, at);
    }
    if (at == end) {
      total += NetworkOrder.get8(bytes, at) << 8;
    }
    return total;
  }

  /** The checksum that a sum amounts to. */
  static int of(int sum) {
    int folded = (sum & 0xFFFF) + (sum >>> 16);
    folded = (folded & 0xFFFF) + (folded >>> 16);
    return ~folded & 0xFFFF;
  }

  /** What {@code checksum} becomes when one 16-bit word under it changes. */
  static int updated(int checksum, int oldWord, int newWord) {
    return of((~checksum & 0xFFFF) + (~oldWord & 0xFFFF) + newWord);
  }
}
