package io.github.tinc4j.benchmarks;

import io.github.tinc4j.linux.GroCoalescer;
import io.github.tinc4j.linux.GsoSplitter;
import io.github.tinc4j.linux.Joinable;
import io.github.tinc4j.linux.PacketSink;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
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

/**
 * Joining the packets of a batch for a tun or tap interface, without the write itself. Figures are
 * per packet.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CoalesceBenchmark {

  private static final int PACKETS = 40;
  private static final int SEGMENT_SIZE = 1385;

  /** Protocol and IP version. */
  @Param({"tcp4", "tcp6", "udp4", "udp6"})
  public String kind = "";

  /** Whether they are packets for a tun interface, or frames for a tap. */
  @Param({"IP", "ETHERNET"})
  public Layer layer = Layer.IP;

  /** How many flows take turns; of 40 no two packets can be joined. */
  @Param({"1", "8", "40"})
  public int flows;

  private final CountingSink sink = new CountingSink();
  private final Joinable joinable = new Joinable("benchmark", true);
  private GroCoalescer coalescer = new GroCoalescer(sink, layer, joinable);
  private final PacketBatch batch = new PacketBatch(PACKETS);

  /** Fills the batch, packet by packet from flow after flow. */
  @Setup
  public void fill() throws IOException {
    coalescer = new GroCoalescer(sink, layer, joinable);
    int each = PACKETS / flows;
    var flow = new PacketBatch[flows];
    for (int i = 0; i < flows; i++) {
      flow[i] = packets(SuperPacket.of(layer, kind, 40_000 + i, each, SEGMENT_SIZE), each);
    }
    for (int i = 0; i < PACKETS; i++) {
      PacketBatch from = flow[i % flows];
      int slot = i / flows;
      batch.add(from.array(), from.offset(slot), from.length(slot));
    }
    if (coalesce() != PACKETS || sink.writes != flows) {
      throw new IllegalStateException("in " + sink.writes + " writes");
    }
  }

  private PacketBatch packets(byte[] superPacket, int count) {
    var splitter = new GsoSplitter(layer);
    splitter.memory().bytes().put(0, superPacket);
    var packets = new PacketBatch(count);
    if (!splitter.take(superPacket.length, packets)) {
      throw new IllegalStateException("the super-packet is not cut");
    }
    return packets;
  }

  /** Joins and writes one batch. */
  @Benchmark
  @OperationsPerInvocation(PACKETS)
  public int coalesce() throws IOException {
    return coalescer.write(batch);
  }

  /** Takes everything. */
  private static final class CountingSink implements PacketSink {

    private int writes;

    @Override
    public Outcome write(OffHeap memory, int length) {
      writes++;
      return Outcome.TAKEN;
    }
  }
}
