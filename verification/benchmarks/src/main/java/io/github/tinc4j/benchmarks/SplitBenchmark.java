package io.github.tinc4j.benchmarks;

import io.github.tinc4j.linux.GsoSplitter;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.util.concurrent.TimeUnit;
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

/** Cutting a super-packet that a tun or tap interface has handed over. Figures are per segment. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SplitBenchmark {

  private static final int SEGMENTS = 44;
  private static final int SEGMENT_SIZE = 1385;

  /** Protocol and IP version. */
  @Param({"tcp4", "tcp6", "udp4", "udp6"})
  public String kind = "";

  /** Whether it is a packet of a tun interface, or a frame of a tap. */
  @Param({"IP", "ETHERNET"})
  public Layer layer = Layer.IP;

  private GsoSplitter splitter = new GsoSplitter(layer);
  private final PacketBatch batch = new PacketBatch(SEGMENTS);
  private int length;

  /** Puts the super-packet where the kernel would; cutting does not change it. */
  @Setup
  public void read() {
    splitter = new GsoSplitter(layer);
    byte[] raw = SuperPacket.of(layer, kind, 40_000, SEGMENTS, SEGMENT_SIZE);
    splitter.memory().bytes().put(0, raw);
    length = raw.length;
    if (split() != SEGMENTS) {
      throw new IllegalStateException("the super-packet is not cut");
    }
  }

  /** Cuts one super-packet. */
  @Benchmark
  @OperationsPerInvocation(SEGMENTS)
  public int split() {
    batch.clear();
    boolean whole = splitter.take(length, batch);
    return whole ? batch.count() : 0;
  }
}
