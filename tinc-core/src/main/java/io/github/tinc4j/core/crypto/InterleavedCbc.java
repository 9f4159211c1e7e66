package io.github.tinc4j.core.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * AES-CBC over several packets at once.
 *
 * <p>CBC is serial: a block waits for the one before it, and a processor that could work on many
 * blocks works on one. But each packet begins anew, so the blocks at one place of all packets
 * depend on nothing of each other: they go through one call in ECB mode, side by side.
 *
 * <pre>
 *          packet 0    packet 1    packet 2
 * block 0  P ^ iv      P ^ iv      P ^ iv      -> one call
 * block 1  P ^ C[0,0]  P ^ C[1,0]  P ^ C[2,0]  -> one call
 * </pre>
 */
final class InterleavedCbc implements BatchEncryptor {

  private static final int BLOCK = 16;

  /** How many packets go side by side at most: a whole batch. */
  private static final int WIDTH = 64;

  /** With fewer, the calls cost more than they save. */
  private static final int FEWEST = 4;

  /** XOR does not mind the order of bytes; the machine's own is the fastest. */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final JdkAes aes;
  private final long ivFirst;
  private final long ivSecond;
  private final OneByOne few;
  private final byte[] mixed = new byte[WIDTH * BLOCK];
  private final byte[] encrypted = new byte[WIDTH * BLOCK];

  /**
   * Sets key and IV.
   *
   * @param few does the same for fewer packets than pay
   */
  InterleavedCbc(byte[] key, byte[] iv, OneByOne few) {
    this.aes = JdkAes.ecb(key, /* encrypt= */ true);
    this.ivFirst = (long) LONGS.get(iv, 0);
    this.ivSecond = (long) LONGS.get(iv, 8);
    this.few = few;
  }

  @Override
  public int apply(byte[] packets, int off, int stride, int count, int len) {
    int done = 0;
    while (count - done >= FEWEST) {
      int group = Math.min(WIDTH, count - done);
      encrypt(packets, off + done * stride, stride, group, len);
      done += group;
    }
    few.apply(packets, off + done * stride, stride, count - done, len);
    return len + BLOCK - len % BLOCK;
  }

  private void encrypt(byte[] packets, int off, int stride, int count, int len) {
    int padding = BLOCK - len % BLOCK;
    int end = len + padding;
    for (int i = 0, at = off; i < count; i++, at += stride) {
      for (int p = at + len; p < at + end; p++) {
        packets[p] = (byte) padding;
      }
    }
    begin(packets, off, stride, count);
    for (int block = 0; ; block += BLOCK) {
      aes.blocks(mixed, count * BLOCK, encrypted);
      if (block + BLOCK == end) {
        finish(packets, off + block, stride, count);
        return;
      }
      step(packets, off + block, stride, count);
    }
  }

  /** Mixes the first block of every packet with the IV. */
  private void begin(byte[] packets, int off, int stride, int count) {
    for (int i = 0, at = off; i < count; i++, at += stride) {
      LONGS.set(mixed, i * BLOCK, (long) LONGS.get(packets, at) ^ ivFirst);
      LONGS.set(mixed, i * BLOCK + 8, (long) LONGS.get(packets, at + 8) ^ ivSecond);
    }
  }

  /** Puts a ciphertext block of every packet in its place, and mixes it into the next block. */
  private void step(byte[] packets, int off, int stride, int count) {
    for (int i = 0, at = off; i < count; i++, at += stride) {
      long first = (long) LONGS.get(encrypted, i * BLOCK);
      long second = (long) LONGS.get(encrypted, i * BLOCK + 8);
      LONGS.set(packets, at, first);
      LONGS.set(packets, at + 8, second);
      LONGS.set(mixed, i * BLOCK, (long) LONGS.get(packets, at + BLOCK) ^ first);
      LONGS.set(mixed, i * BLOCK + 8, (long) LONGS.get(packets, at + BLOCK + 8) ^ second);
    }
  }

  /** Puts the last ciphertext block of every packet in its place. */
  private void finish(byte[] packets, int off, int stride, int count) {
    for (int i = 0, at = off; i < count; i++, at += stride) {
      System.arraycopy(encrypted, i * BLOCK, packets, at, BLOCK);
    }
  }
}
