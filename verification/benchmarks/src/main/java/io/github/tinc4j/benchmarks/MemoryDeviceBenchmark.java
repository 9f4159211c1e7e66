package io.github.tinc4j.benchmarks;

import io.github.tinc4j.api.MemoryDevice;
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

/**
 * From a program to its node and back: send, read, write, receive, on one thread. Figures are per
 * packet that goes both ways.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MemoryDeviceBenchmark {

  private static final int BATCH = 64;

  /** Length of a packet in bytes. */
  @Param({"84", "1437"})
  public int packetBytes;

  private final MemoryDevice device = new MemoryDevice("benchmark");
  private final PacketBatch sent = new PacketBatch(BATCH);
  private final PacketBatch moved = new PacketBatch(BATCH);
  private byte[] packet = new byte[0];

  /** Makes the packets, and sees them through. */
  @Setup
  public void makePackets() throws InterruptedException {
    packet = new byte[packetBytes];
    sent.clear();
    while (!sent.isFull()) {
      sent.add(packet, 0, packetBytes);
    }
    if (batches() != BATCH || onePacketAtATime() != BATCH) {
      throw new IllegalStateException("packets do not come back");
    }
  }

  /** The program moves whole batches. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int batches() throws InterruptedException {
    device.send(sent);
    device.read(moved);
    device.write(moved);
    return device.receive(moved, 0, TimeUnit.SECONDS);
  }

  /** The program moves one packet at a time. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int onePacketAtATime() throws InterruptedException {
    for (int i = 0; i < BATCH; i++) {
      device.send(packet);
    }
    device.read(moved);
    device.write(moved);
    int received = 0;
    while (device.receive(0, TimeUnit.SECONDS) != null) {
      received++;
    }
    return received;
  }
}
