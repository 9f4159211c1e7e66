package io.github.tinc4j.benchmarks;

import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.crypto.PacketMac;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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

/** HMAC of one packet: ours over one MessageDigest, and the JDK's. Figures are per packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MacBenchmark {

  private static final int PACKET_BYTES = 1456;

  /** Digest, by its OpenSSL name. */
  @Param({"sha1", "sha256"})
  public String digest = "";

  private final byte[] packet = new byte[2048];
  private @Nullable PacketMac ours;
  private @Nullable Mac jdk;

  /** Sets one key for both, and checks that they agree. */
  @Setup
  public void setKeys() throws GeneralSecurityException {
    byte[] key = new byte[48];
    new Random(1).nextBytes(key);
    DigestSpec spec = Objects.requireNonNull(DigestSpec.byName(digest));
    ours = PacketMac.of(spec, key, spec.size());
    String name = "Hmac" + digest.toUpperCase(Locale.ROOT);
    jdk = Mac.getInstance(name);
    jdk.init(new SecretKeySpec(key, name));
    javaxCrypto();
    byte[] expected = Arrays.copyOf(packet, PACKET_BYTES + spec.size());
    byHand();
    if (!Arrays.equals(expected, Arrays.copyOf(packet, PACKET_BYTES + spec.size()))) {
      throw new IllegalStateException("one key, two MACs");
    }
  }

  /** Ours. */
  @Benchmark
  public byte[] byHand() {
    Objects.requireNonNull(ours).append(packet, 0, PACKET_BYTES);
    return packet;
  }

  /** The JDK's. */
  @Benchmark
  public byte[] javaxCrypto() throws GeneralSecurityException {
    Mac mac = Objects.requireNonNull(jdk);
    mac.update(packet, 0, PACKET_BYTES);
    mac.doFinal(packet, PACKET_BYTES);
    return packet;
  }
}
