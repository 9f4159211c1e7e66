package io.github.tinc4j.interop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Numbered datagrams of random lengths, whose content follows from their number: the number itself,
 * as far as it fits, then noise.
 *
 * @param seed of lengths and content
 * @param count numbers go from 0 to below this
 * @param shortest length in bytes, at least 1
 * @param longest length in bytes
 * @param run how many in a row have the same length
 * @param joined whether the sender hands a run to the kernel in pieces of many datagrams, which the
 *     kernel, or whoever is next, then cuts
 */
record DatagramPlan(long seed, int count, int shortest, int longest, int run, boolean joined) {

  /** The longest that goes through the VPN in one packet, over IPv6 as well. */
  private static final int UNFRAGMENTED = 1372;

  /** Lengths from 1 to 9000, each its own: most of them are sent in fragments. */
  static DatagramPlan ofAnyLength(long seed, int count) {
    return new DatagramPlan(seed, count, 1, 9000, 1, false);
  }

  /** Runs of equal lengths that need no fragments. */
  static DatagramPlan inRuns(long seed, int count) {
    return new DatagramPlan(seed, count, Integer.BYTES, UNFRAGMENTED, 40, false);
  }

  /** The same from a program that has the kernel cut them, as QUIC servers do. */
  static DatagramPlan joined(long seed, int count) {
    return new DatagramPlan(seed, count, Integer.BYTES, UNFRAGMENTED, 40, true);
  }

  static DatagramPlan read(DataInputStream in) throws IOException {
    return new DatagramPlan(
        in.readLong(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readBoolean());
  }

  /** From the words that {@link #toString} makes. */
  static DatagramPlan parse(List<String> words) {
    return new DatagramPlan(
        Long.parseLong(words.get(0)),
        Integer.parseInt(words.get(1)),
        Integer.parseInt(words.get(2)),
        Integer.parseInt(words.get(3)),
        Integer.parseInt(words.get(4)),
        Boolean.parseBoolean(words.get(5)));
  }

  @Override
  public String toString() {
    return seed + " " + count + " " + shortest + " " + longest + " " + run + " " + joined;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeLong(seed);
    out.writeInt(count);
    out.writeInt(shortest);
    out.writeInt(longest);
    out.writeInt(run);
    out.writeBoolean(joined);
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
