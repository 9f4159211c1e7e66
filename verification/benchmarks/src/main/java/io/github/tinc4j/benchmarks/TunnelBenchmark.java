package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.core.tunnel.LegacySealingKey;
import io.github.tinc4j.core.tunnel.Opener;
import io.github.tinc4j.core.tunnel.Sealer;
import io.github.tinc4j.spi.PacketBatch;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
 * Sealing and opening packets (spec 20, 2 and 7), without sockets and routing. Figures are per
 * packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TunnelBenchmark {

  private static final int HEADROOM = 32;
  private static final int BATCH = 48;
  private static final int MAC_LENGTH = 4;

  /** Cipher and digest, by their OpenSSL names. */
  @Param({"aes-256-cbc/sha256", "aes-128-cbc/sha1", "none/none"})
  public String algorithms = "";

  /** Length of the frame in bytes. */
  @Param({"98", "1451"})
  public int frameBytes;

  private final byte[] frame = new byte[2048];
  private final PacketBatch batch = new PacketBatch(BATCH);
  private final byte[] opened = new byte[2048];
  private @Nullable Sealer sealer;
  private @Nullable Opener opener;

  /** Makes a key that both ends share; without replay window, so that one datagram serves. */
  @Setup
  public void makeKeys() {
    String[] names = algorithms.split("/", -1);
    CipherSpec cipher = Objects.requireNonNull(CipherSpec.byName(names[0]));
    DigestSpec digest = Objects.requireNonNull(DigestSpec.byName(names[1]));
    Random random = new Random(1);
    byte[] key = LegacyOpeningKey.randomKey(cipher, random);
    random.nextBytes(frame);
    sealer = LegacySealingKey.of(cipher, digest, MAC_LENGTH, 0, key).lane(0);
    opener = LegacyOpeningKey.of(cipher, digest, MAC_LENGTH, 0, key, 0).lane(0);
    sealBatch();
    if (open() != frameBytes) {
      throw new IllegalStateException("what was sealed does not open");
    }
  }

  /** Seals one frame alone, as one that came alone. */
  @Benchmark
  public int seal() {
    return seal(1);
  }

  /** Seals as many frames as a super-packet is cut into. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int sealBatch() {
    return seal(BATCH);
  }

  private int seal(int count) {
    Sealer ours = Objects.requireNonNull(sealer);
    batch.clear();
    for (int i = 0; i < count; i++) {
      batch.add(ours.prepare(frame, 0, frameBytes, batch.array(), batch.nextStart()));
    }
    ours.protect(batch, 0, count);
    return batch.length(0);
  }

  /** Opens one datagram. */
  @Benchmark
  public int open() {
    return Objects.requireNonNull(opener)
        .open(batch.array(), batch.offset(0), batch.length(0), opened, HEADROOM);
  }
}
