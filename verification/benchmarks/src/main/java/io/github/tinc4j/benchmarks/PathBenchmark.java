package io.github.tinc4j.benchmarks;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.spi.PacketBatch;
import java.nio.ByteBuffer;
import java.util.Objects;
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
 * The whole way of a packet, without system calls: device, route, seal, wire, open, route, device.
 * Figures are per packet, both ends together.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PathBenchmark {

  private static final int BATCH = 32;
  private static final int IP_HEADER = 20;
  private static final byte UDP = 17;

  /** Cipher and digest, by their OpenSSL names. */
  @Param({"aes-256-cbc/sha256", "none/none"})
  public String algorithms = "";

  /** Length of the IP packet in bytes. */
  @Param({"84", "1437"})
  public int packetBytes;

  private final PacketBatch sent = new PacketBatch(BATCH);
  private final PacketBatch moved = new PacketBatch(BATCH);
  private final CountingDevice counter = new CountingDevice();
  private final MemoryDevice leftDevice = new MemoryDevice("left");
  private final MemoryDevice rightDevice = new MemoryDevice("right");
  private @Nullable TwoLanes toCounter;
  private @Nullable TwoLanes toMemory;

  /** Connects packet planes in pairs, and makes the packets. */
  @Setup
  public void connect() throws Exception {
    String[] names = algorithms.split("/", -1);
    toCounter = new TwoLanes(names[0], names[1], 16, counter);
    toMemory = new TwoLanes(names[0], names[1], 16, rightDevice);
    ByteBuffer header = ByteBuffer.allocate(packetBytes);
    header.put((byte) 0x45).put((byte) 0).putShort((short) packetBytes);
    header.putInt(0).put((byte) 64).put(UDP).putShort((short) 0);
    header.put(new byte[] {10, 0, 1, 1}).put(new byte[] {10, 0, 2, 1});
    sent.clear();
    while (!sent.isFull()) {
      sent.add(header.array(), 0, packetBytes);
    }
    long before = counter.written();
    if (header.position() != IP_HEADER
        || through() != before + BATCH
        || throughMemoryDevices() != BATCH) {
      throw new IllegalStateException("packets do not arrive");
    }
  }

  /** Between devices that cost nothing. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public long through() {
    moved.clear();
    for (int slot = 0; slot < BATCH; slot++) {
      moved.add(sent.array(), sent.offset(slot), sent.length(slot));
    }
    Objects.requireNonNull(toCounter).send(moved);
    return counter.written();
  }

  /** From one program to another. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int throughMemoryDevices() throws InterruptedException {
    leftDevice.send(sent);
    leftDevice.read(moved);
    Objects.requireNonNull(toMemory).send(moved);
    return rightDevice.receive(moved, 0, TimeUnit.SECONDS);
  }
}
