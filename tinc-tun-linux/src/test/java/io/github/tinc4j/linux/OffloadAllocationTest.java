package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neither cutting nor joining costs memory. */
@NullMarked
class OffloadAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 3_000;

  private final PacketBatch batch = new PacketBatch(64);
  private int writes;

  @ParameterizedTest
  @EnumSource
  void aSuperPacketIsCutWithoutAllocating(Framing framing) throws IOException {
    byte[][] raw = {
      framing.with(TestPacket.tcp4(TestPacket.counting(60_000))).asSuperPacket(1385),
      framing.with(TestPacket.tcp6(TestPacket.counting(60_000))).asSuperPacket(700),
      framing.with(TestPacket.udp4(TestPacket.counting(60_000))).asSuperPacket(1400),
      framing.with(TestPacket.udp6(TestPacket.counting(1_000))).withOpenChecksum(),
      TestPacket.withHeader(new byte[60], 1, 9, 0, 0, 0, 0),
    };
    var splitter = new GsoSplitter(framing.layer());
    assertAllocatesNothing(
        () -> {
          for (byte[] one : raw) {
            cut(splitter, one);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void packetsAreJoinedWithoutAllocating(Framing framing) throws IOException {
    PacketSink sink =
        (memory, length) -> {
          writes++;
          return PacketSink.Outcome.TAKEN;
        };
    Layer layer = framing.layer();
    var coalescer = new GroCoalescer(sink, layer, new Joinable("tun7", true));
    PacketBatch traffic = TestPackets.batch(traffic(framing));
    assertAllocatesNothing(() -> assertTaken(coalescer.write(traffic), traffic.count()));
    if (framing.isJoinable()) {
      assertThat(writes).isLessThan(ROUNDS * traffic.count());
    }
  }

  private void cut(GsoSplitter splitter, byte[] raw) {
    splitter.memory().bytes().put(0, raw);
    batch.clear();
    boolean more = splitter.take(raw.length, batch);
    while (more) {
      batch.clear();
      more = splitter.resume(batch);
    }
  }

  /** Flows of all kinds that take turns, with a packet between that cannot be joined. */
  private static List<byte[]> traffic(Framing framing) {
    List<TestPacket> flows = new ArrayList<>();
    flows.add(TestPacket.tcp4(TestPacket.counting(1000)));
    flows.add(TestPacket.tcp6(TestPacket.counting(1000)));
    flows.add(TestPacket.udp4(TestPacket.counting(1000)));
    flows.add(TestPacket.udp6(TestPacket.counting(1000)));
    flows.forEach(framing::with);
    List<byte[]> packets = new ArrayList<>();
    for (int round = 0; round < 12; round++) {
      for (int flow = 0; flow < flows.size(); flow++) {
        packets.add(flows.get(flow).bytes());
        flows.set(flow, flows.get(flow).next(TestPacket.counting(1000)));
      }
      packets.add(framing.with(TestPacket.tcp4(new byte[0])).bytes());
    }
    packets.add(new byte[20]);
    return packets;
  }

  /** Not by AssertJ, which allocates. */
  private static void assertTaken(int taken, int expected) {
    if (taken != expected) {
      throw new AssertionError(taken + " taken of " + expected);
    }
  }

  /** Something that may fail. */
  private interface Step {
    void run() throws IOException;
  }

  private static void assertAllocatesNothing(Step step) throws IOException {
    repeat(step);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    repeat(step);
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(bytes).as("bytes for %s batches", ROUNDS).isLessThan(ROUNDS);
  }

  private static void repeat(Step step) throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      step.run();
    }
  }
}
