package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.crypto.ChaChaPoly1305;
import io.github.tinc4j.core.crypto.Poly1305;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * ChaCha20-Poly1305 of one SPTPS record (spec 50, 6), whole and in parts, and what BouncyCastle
 * needs for the parts. Figures are per record; each costs the cipher a new nonce.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SptpsBenchmark {

  /** Length of the record in bytes: type and data. */
  @Param({"85", "1441"})
  public int recordBytes;

  private final byte[] key = new byte[ChaChaPoly1305.KEY_BYTES];
  private final byte[] record = new byte[2048];
  private final byte[] sealed = new byte[2048];
  private final byte[] opened = new byte[2048];
  private final Poly1305 poly1305 = new Poly1305();
  private final org.bouncycastle.crypto.macs.Poly1305 theirPoly1305 =
      new org.bouncycastle.crypto.macs.Poly1305();
  private final ChaChaEngine theirChaCha = new ChaChaEngine(20);
  private final byte[] nonce = new byte[8];
  private ChaChaPoly1305.Sealer sealer = new ChaChaPoly1305.Sealer(key);
  private ChaChaPoly1305.Opener opener = new ChaChaPoly1305.Opener(key);
  private int sequence;

  /** Makes a key, and checks that both implementations agree. */
  @Setup
  public void makeKey() {
    new Random(1).nextBytes(key);
    sealer = new ChaChaPoly1305.Sealer(key);
    opener = new ChaChaPoly1305.Opener(key);
    sequence = 0;
    if (sealAndOpen() != recordBytes) {
      throw new IllegalStateException("what was sealed does not open");
    }
    byte[] ours = poly1305().clone();
    byte[] theirs = poly1305BouncyCastle();
    if (!Arrays.equals(ours, theirs)) {
      throw new IllegalStateException("one key, two tags");
    }
  }

  /** Seals. */
  @Benchmark
  public int seal() {
    return sealer.seal(sequence++, record, 0, recordBytes, sealed, 0);
  }

  /** Seals and opens. */
  @Benchmark
  public int sealAndOpen() {
    int number = sequence++;
    int length = sealer.seal(number, record, 0, recordBytes, sealed, 0);
    return opener.open(number, sealed, 0, length, opened, 0);
  }

  /** Our tag. */
  @Benchmark
  public byte[] poly1305() {
    poly1305.append(key, record, 0, recordBytes);
    return record;
  }

  /** BouncyCastle's tag. */
  @Benchmark
  public byte[] poly1305BouncyCastle() {
    theirPoly1305.init(new KeyParameter(key, 0, Poly1305.KEY_BYTES));
    theirPoly1305.update(record, 0, recordBytes);
    theirPoly1305.doFinal(record, recordBytes);
    return record;
  }

  /** BouncyCastle's stream: 64 bytes for the tag's key, then the record. */
  @Benchmark
  public byte[] chaChaBouncyCastle() {
    nonce[7]++;
    theirChaCha.init(true, new ParametersWithIV(new KeyParameter(key, 0, 32), nonce));
    theirChaCha.processBytes(record, 0, 64, opened, 0);
    theirChaCha.processBytes(record, 0, recordBytes, sealed, 0);
    return sealed;
  }
}
