package io.github.tinc4j.core.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * The one-time authenticator Poly1305 (RFC 8439, 2.5): the tag of a message is its value as a
 * polynomial at {@code r}, modulo 2^130 - 5, plus {@code s}.
 *
 * <p>Numbers are kept in words of 64 bits, so that a block of 16 bytes costs four multiplications.
 * Takes the same time for all keys and messages of a length, and allocates nothing. Belongs to one
 * thread.
 */
public final class Poly1305 {

  /** Length of a key: {@code r}, then {@code s}. */
  public static final int KEY_BYTES = 32;

  /** Length of a tag. */
  public static final int TAG_BYTES = 16;

  private static final int BLOCK_BYTES = 16;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** What RFC 8439, 2.5 leaves of {@code r}: below 2^60, the upper word divisible by 4. */
  private static final long LOWER_MASK = 0x0fff_fffc_0fff_ffffL;

  private static final long UPPER_MASK = 0x0fff_fffc_0fff_fffcL;

  private final byte[] lastBlock = new byte[BLOCK_BYTES];

  /** The key, and 5/4 of the upper word of {@code r}. */
  private long r0;

  private long r1;
  private long s1;
  private long pad0;
  private long pad1;

  /** The value so far: below 2^131, its uppermost word a few bits. The tag in the end. */
  private long h0;

  private long h1;
  private long h2;

  /**
   * Writes the tag of {@code text[off .. off + len)} right behind it.
   *
   * @param key for this message only: its first {@link #KEY_BYTES} bytes
   * @throws IndexOutOfBoundsException when there is no room for the tag
   */
  public void append(byte[] key, byte[] text, int off, int len) {
    Objects.checkFromIndexSize(off, len + TAG_BYTES, text.length);
    compute(key, text, off, len);
    WORD.set(text, off + len, h0);
    WORD.set(text, off + len + 8, h1);
  }

  /**
   * Whether the bytes right behind {@code text[off .. off + len)} are its tag. Takes the same time
   * wherever they differ.
   *
   * @param key as above
   * @throws IndexOutOfBoundsException when there are no such bytes
   */
  public boolean verify(byte[] key, byte[] text, int off, int len) {
    Objects.checkFromIndexSize(off, len + TAG_BYTES, text.length);
    compute(key, text, off, len);
    long difference0 = h0 ^ (long) WORD.get(text, off + len);
    long difference1 = h1 ^ (long) WORD.get(text, off + len + 8);
    return (difference0 | difference1) == 0;
  }

  private void compute(byte[] key, byte[] text, int off, int len) {
    r0 = (long) WORD.get(key, 0) & LOWER_MASK;
    r1 = (long) WORD.get(key, 8) & UPPER_MASK;
    s1 = r1 + (r1 >>> 2);
    pad0 = (long) WORD.get(key, 16);
    pad1 = (long) WORD.get(key, 24);
    h0 = 0;
    h1 = 0;
    h2 = 0;
    int whole = len - len % BLOCK_BYTES;
    addBlocks(text, off, whole, 1);
    if (whole < len) {
      Arrays.fill(lastBlock, (byte) 0);
      System.arraycopy(text, off + whole, lastBlock, 0, len - whole);
      lastBlock[len - whole] = 1;
      addBlocks(lastBlock, 0, BLOCK_BYTES, 0);
    }
    finish();
  }

  /**
   * For each block: adds it to the value, multiplies by {@code r}, and reduces.
   *
   * <p>2^130 is 5 here. The lower two bits of {@code r1} are clear, so what it makes at 2^128 is a
   * multiple of 2^130, and comes back as {@code s1} at 1. What {@code r0} and the carries make
   * there is reduced in the end. No sum of words loses a carry: with both words of {@code r} below
   * 2^60, and {@code a2} at most 7, all upper words stay below 2^64.
   *
   * @param above the bit that ends a whole block, 2^128 above it; 0 where it is in the block
   */
  private void addBlocks(byte[] text, int off, int len, long above) {
    long a0 = h0;
    long a1 = h1;
    long a2 = h2;
    for (int end = off + len, at = off; at < end; at += BLOCK_BYTES) {
      long m0 = (long) WORD.get(text, at);
      long m1 = (long) WORD.get(text, at + 8);
      long sum0 = a0 + m0;
      long carry = carry(a0, m0, sum0);
      long sum1 = a1 + m1;
      a2 += carry(a1, m1, sum1) + above;
      long t1 = sum1 + carry;
      a2 += carry(sum1, carry, t1);

      // Low word: sum0 r0 + t1 s1. High word: sum0 r1 + t1 r0 + a2 s1. Above: a2 r0.
      long lowA = sum0 * r0;
      long lowB = t1 * s1;
      long low = lowA + lowB;
      long lowUp = high(sum0, r0) + high(t1, s1) + carry(lowA, lowB, low);

      long highA = sum0 * r1;
      long highB = t1 * r0;
      long highC = a2 * s1;
      long highAb = highA + highB;
      long highAbc = highAb + highC;
      long middle = highAbc + lowUp;
      long highUp =
          high(sum0, r1)
              + high(t1, r0)
              + carry(highA, highB, highAb)
              + carry(highAb, highC, highAbc)
              + carry(highAbc, lowUp, middle);

      long up = a2 * r0 + highUp;
      long five = (up >>> 2) + (up & ~3L);
      a0 = low + five;
      long carry0 = carry(low, five, a0);
      a1 = middle + carry0;
      a2 = (up & 3) + carry(middle, carry0, a1);
    }
    h0 = a0;
    h1 = a1;
    h2 = a2;
  }

  /** The value modulo 2^130 - 5, which is taken off at most once, plus {@code s}. */
  private void finish() {
    long g0 = h0 + 5;
    long carry0 = carry(h0, 5, g0);
    long g1 = h1 + carry0;
    long g2 = h2 + carry(h1, carry0, g1);
    long reduced = -(g2 >>> 2);
    h0 ^= reduced & (h0 ^ g0);
    h1 ^= reduced & (h1 ^ g1);

    long t0 = h0 + pad0;
    h1 += pad1 + carry(h0, pad0, t0);
    h0 = t0;
  }

  /** The upper word of {@code a * b}, {@code a} unsigned, {@code b} below 2^63. */
  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b);
  }

  /** 1 when {@code sum}, which is {@code a + b}, has overflown; without a branch. */
  private static long carry(long a, long b, long sum) {
    return ((a & b) | ((a | b) & ~sum)) >>> 63;
  }
}
