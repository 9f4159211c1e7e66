package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the in-memory device costs in memory. */
class MemoryDeviceAllocationTest {

  private static final int BATCH = 64;
  private static final int ROUNDS = 1_000;

  private final PacketBatch packets = new PacketBatch(BATCH);
  private final PacketBatch moved = new PacketBatch(BATCH);

  @Test
  void aPacketCostsNoMemoryOnceTheQueuesWereThatLong() throws Exception {
    var device = new MemoryDevice("m");
    for (int i = 0; i < BATCH; i++) {
      packets.add(1400);
    }
    assertThat(thereAndBack(device)).isEqualTo(2L * BATCH * ROUNDS);
    long before = allocated();
    thereAndBack(device);
    assertThat(allocated() - before).isLessThan(ROUNDS);
  }

  @Test
  void aSendingProgramMayKeepItsPackets() {
    var device = new MemoryDevice("m");
    byte[] packet = new byte[1400];
    assertThat(sendEach(device, packet)).isEqualTo(ROUNDS);
    long before = allocated();
    sendEach(device, packet);
    assertThat(allocated() - before).isLessThan(ROUNDS);
  }

  @Test
  void aQueueThatIsNeverLongCostsLittle() throws Exception {
    packets.add(1400);
    long before = allocated();
    var device = new MemoryDevice("m", Layer.IP, 100_000);
    thereAndBack(device);
    assertThat(allocated() - before).isLessThan(20_000);
  }

  private long thereAndBack(MemoryDevice device) throws InterruptedException {
    long count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      device.send(packets);
      count += device.read(moved);
      device.write(moved);
      count += device.receive(moved, 1, TimeUnit.SECONDS);
    }
    return count;
  }

  private int sendEach(MemoryDevice device, byte[] packet) {
    int count = 0;
    for (int round = 0; round < ROUNDS; round++) {
      device.send(packet);
      count += device.read(moved);
    }
    return count;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
