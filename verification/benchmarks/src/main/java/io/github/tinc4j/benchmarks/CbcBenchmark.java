package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.crypto.BatchEncryptor;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.PacketCipher;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * AES-256-CBC of one packet, by the ways that Java offers: ours, and those that we do not go (ADR
 * 0004). Figures are per packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CbcBenchmark {

  private static final CipherSpec SPEC = Objects.requireNonNull(CipherSpec.byName("aes-256-cbc"));
  private static final int BATCH = 48;
  private static final int STRIDE = 2048;

  /** Length of the packet in bytes, before padding. */
  @Param({"100", "1455"})
  public int packetBytes;

  private final byte[] packets = new byte[BATCH * STRIDE];
  private final byte[] sealed = new byte[STRIDE];
  private final byte[] opened = new byte[STRIDE];
  private final ByteBuffer directPacket = ByteBuffer.allocateDirect(STRIDE);
  private final ByteBuffer directSealed = ByteBuffer.allocateDirect(STRIDE);
  private final PacketCipher encryptor;
  private final PacketCipher decryptor;
  private final BatchEncryptor batchEncryptor;
  private final Cipher padding;
  private final Cipher noPadding;
  private int sealedBytes;

  /** Opens all ciphers with one key. */
  public CbcBenchmark() {
    byte[] keyString = new byte[SPEC.keyStringBytes()];
    new Random(1).nextBytes(keyString);
    encryptor = PacketCipher.encryptor(SPEC, keyString);
    decryptor = PacketCipher.decryptor(SPEC, keyString);
    batchEncryptor = BatchEncryptor.of(SPEC, keyString);
    padding = cipher("AES/CBC/PKCS5Padding", keyString);
    noPadding = cipher("AES/CBC/NoPadding", keyString);
  }

  private static Cipher cipher(String name, byte[] keyString) {
    try {
      Cipher cipher = Cipher.getInstance(name);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(keyString, 0, SPEC.keyBytes(), "AES"),
          new IvParameterSpec(keyString, SPEC.keyBytes(), SPEC.ivBytes()));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do " + name, e);
    }
  }

  /** Checks that all ways lead to one ciphertext. */
  @Setup
  public void compareAll() throws GeneralSecurityException {
    sealedBytes = encrypt();
    byte[] ours = Arrays.copyOf(sealed, sealedBytes);
    boolean same = encryptPkcs5Padding() == sealedBytes && Arrays.equals(ours, first(sealed));
    encryptInPlace();
    same &= Arrays.equals(ours, first(packets));
    Arrays.fill(packets, (byte) 0);
    encryptBatch();
    same &= Arrays.equals(ours, first(packets));
    Arrays.fill(packets, (byte) 0);
    if (!same || decrypt() != packetBytes) {
      throw new IllegalStateException("one cipher, two ciphertexts");
    }
  }

  private byte[] first(byte[] array) {
    return Arrays.copyOf(array, sealedBytes);
  }

  /** Ours: between two arrays, without the JDK's padding. */
  @Benchmark
  public int encrypt() {
    return encryptor.apply(packets, 0, packetBytes, sealed, 0);
  }

  /** Ours, for packets that leave together. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int encryptBatch() {
    return batchEncryptor.apply(packets, 0, STRIDE, BATCH, packetBytes);
  }

  /** Ours, the other way. */
  @Benchmark
  public int decrypt() {
    return decryptor.apply(sealed, 0, sealedBytes, opened, 0);
  }

  /** The JDK pads. */
  @Benchmark
  public int encryptPkcs5Padding() throws GeneralSecurityException {
    return padding.doFinal(packets, 0, packetBytes, sealed, 0);
  }

  /** The ciphertext replaces the packet. */
  @Benchmark
  public int encryptInPlace() throws GeneralSecurityException {
    return noPadding.doFinal(packets, 0, sealedBytes, packets, 0);
  }

  /** Between two buffers outside the heap. */
  @Benchmark
  public int encryptDirect() throws GeneralSecurityException {
    return noPadding.doFinal(directPacket.clear().limit(sealedBytes), directSealed.clear());
  }
}
