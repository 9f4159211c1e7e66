package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.core.tunnel.LegacySealingKey;
import io.github.tinc4j.core.tunnel.Opener;
import io.github.tinc4j.core.tunnel.Sealer;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** Sealing and opening one packet (spec 20, 2 and 7), without sockets and routing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TunnelBenchmark {

  private static final int HEADROOM = 32;
  private static final int MAC_LENGTH = 4;

  /** Cipher and digest, by their OpenSSL names. */
  @Param({"aes-256-cbc/sha256", "aes-128-cbc/sha1", "none/none"})
  public String algorithms = "";

  /** Length of the frame in bytes. */
  @Param({"98", "1451"})
  public int frameBytes;

  private final byte[] frame = new byte[2048];
  private final byte[] sealed = new byte[2048];
  private final byte[] datagram = new byte[2048];
  private final byte[] opened = new byte[2048];
  private @Nullable Sealer sealer;
  private @Nullable Opener opener;
  private int datagramBytes;

  /** Makes a key that both ends share; without replay window, so that one datagram serves. */
  @Setup
  public void makeKeys() {
    String[] names = algorithms.split("/", -1);
    CipherSpec cipher = Objects.requireNonNull(CipherSpec.byName(names[0]));
    DigestSpec digest = Objects.requireNonNull(DigestSpec.byName(names[1]));
    Random random = new Random(1);
    byte[] key = LegacyOpeningKey.randomKey(cipher, random);
    random.nextBytes(frame);
    Sealer ours = LegacySealingKey.of(cipher, digest, MAC_LENGTH, 0, key).lane(0);
    sealer = ours;
    opener = LegacyOpeningKey.of(cipher, digest, MAC_LENGTH, 0, key, 0).lane(0);
    datagramBytes = ours.seal(frame, HEADROOM, frameBytes, datagram, HEADROOM);
    if (open() != frameBytes) {
      throw new IllegalStateException("what was sealed does not open");
    }
  }

  /** Seals one frame. */
  @Benchmark
  public int seal() {
    return Objects.requireNonNull(sealer).seal(frame, HEADROOM, frameBytes, sealed, HEADROOM);
  }

  /** Opens one datagram. */
  @Benchmark
  public int open() {
    return Objects.requireNonNull(opener).open(datagram, HEADROOM, datagramBytes, opened, HEADROOM);
  }
}
