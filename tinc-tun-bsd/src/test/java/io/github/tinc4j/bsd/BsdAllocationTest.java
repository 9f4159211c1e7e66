package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A packet costs no memory on its way, through JNA and a real kernel. */
@NullMarked
@Timeout(60)
class BsdAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 10_000;

  @BeforeEach
  void needs() {
    Needs.linux();
  }

  @Test
  void packetsAreWrittenAndReadWithoutAllocating() throws IOException {
    try (LinuxPipe kernel = new LinuxPipe(BsdLibc.load());
        BsdTun device = kernel.device(Framing.FAMILY_AND_IP)) {
      PacketBatch out = TestPacket.batch(TestPacket.packet(0x60, 1, 1400));
      var in = new PacketBatch(1);
      thereAndBack(device, out, in);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      thereAndBack(device, out, in);
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertThat(bytes).as("bytes for %s packets", ROUNDS).isLessThan(ROUNDS);
      assertThat(TestPacket.in(in)).containsExactlyElementsOf(TestPacket.in(out));
    }
  }

  /** Not by AssertJ, which allocates. */
  private static void thereAndBack(BsdTun device, PacketBatch out, PacketBatch in)
      throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      if (device.write(out) != 1 || device.read(in) != 1) {
        throw new AssertionError("packet " + round + " is lost");
      }
    }
  }
}
