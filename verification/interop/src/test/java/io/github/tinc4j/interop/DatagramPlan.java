package io.github.tinc4j.interop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Numbered datagrams of random lengths, whose content follows from their number: the number itself,
 * as far as it fits, then noise.
 *
 * @param seed of lengths and content
 * @param count numbers go from 0 to below this
 * @param shortest length in bytes, at least 1
 * @param longest length in bytes
 * @param run how many in a row have the same length
 */
record DatagramPlan(long seed, int count, int shortest, int longest, int run) {

  /** Lengths from 1 to 9000, each its own: most of them are sent in fragments. */
  static DatagramPlan ofAnyLength(long seed, int count) {
    return new DatagramPlan(seed, count, 1, 9000, 1);
  }

  /** Runs of equal lengths that need no fragments, as programs send them that send fast. */
  static DatagramPlan ofEqualLengths(long seed, int count) {
    return new DatagramPlan(seed, count, Integer.BYTES, 1372, 40);
  }

  static DatagramPlan read(DataInputStream in) throws IOException {
    return new DatagramPlan(in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(seed);
    out.writeInt(count);
    out.writeInt(shortest);
    out.writeInt(longest);
    out.writeInt(run);
  }

  int length(int number) {
    long word = Noise.word(seed, (long) (number / run) * Long.BYTES);
    return shortest + (int) Long.remainderUnsigned(word, longest - shortest + 1);
  }

  /** A buffer that every datagram fits into. */
  byte[] buffer() {
    return new byte[longest + Long.BYTES];
  }

  /** Writes the datagram with this number to the start of {@code into}; its length in bytes. */
  int compose(int number, byte[] into) {
    int length = length(number);
    Noise.fill(into, length, seed ^ number * 0xd1b54a32d192ed03L, 0);
    for (int i = 0; i < Math.min(length, Integer.BYTES); i++) {
      into[i] = (byte) (number >>> (8 * i));
    }
    return length;
  }

  /** The number that a datagram holds; of one that is shorter than a number, the low bytes. */
  static int numberIn(byte[] datagram, int length) {
    int number = 0;
    for (int i = 0; i < Math.min(length, Integer.BYTES); i++) {
      number |= (datagram[i] & 0xff) << (8 * i);
    }
    return number;
  }

  /** Whether a datagram of this length that holds these bytes of a number can be {@code number}. */
  boolean fits(int number, int length, int low) {
    int known = length < Integer.BYTES ? (1 << (8 * length)) - 1 : -1;
    return (number & known) == low && length(number) == length;
  }
}
