package io.github.tinc4j.core.node;

import static io.github.tinc4j.core.node.TestNodes.ALPHA;
import static io.github.tinc4j.core.node.TestNodes.BETA;
import static io.github.tinc4j.core.node.TestNodes.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a packet costs two running nodes in memory: device, seal, socket, socket, open, device. */
@Timeout(300)
class RunningAllocationTest {

  private static final int PACKETS = 30_000;

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "*, 127.0.0.1"})
  void aPacketCostsNoMemory(String listen, String address) throws Exception {
    var nodes = new TestNodes();
    var source = new Source();
    var sink = new Source();
    var beta = nodes.config(BETA, listen).subnet(Subnet.parse("10.0.2.0/24")).pmtuDiscovery(false);
    var alpha =
        nodes
            .config(ALPHA, listen)
            .subnet(Subnet.parse("10.0.1.0/24"))
            .pmtuDiscovery(false)
            .connectTo(BETA);
    try (TincNode to = TincNode.builder().config(beta.build()).device(sink).start()) {
      nodes.address(BETA, address, to.listenAddresses().get(0).getPort());
      try (TincNode from = TincNode.builder().config(alpha.build()).device(source).start()) {
        assertThat(from.awaitReachable(BETA, PATIENCE)).isTrue();
        assertThat(to.awaitReachable(ALPHA, PATIENCE)).isTrue();
        while (from.counters().udpSent().packets() < PACKETS) {
          source.sendAndAwait(1000);
        }
        long before = allocatedByPacketThreads();
        long received = to.counters().udpReceived().packets();
        int sent = 0;
        while (sent < PACKETS || to.counters().udpReceived().packets() - received < PACKETS / 20) {
          source.sendAndAwait(1000);
          sent += 1000;
        }
        long bytes = allocatedByPacketThreads() - before;
        assertThat(bytes).as("for %d packets", sent).isLessThan(sent);
      }
    }
  }

  private static long allocatedByPacketThreads() {
    var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("tinc-tun-in")
          || thread.getName().startsWith("tinc-udp-in")) {
        sum += bean.getThreadAllocatedBytes(thread.getId());
      }
    }
    return sum;
  }

  /** A device that gives as many packets as it is told to, and takes all. */
  private static final class Source implements TunDevice {
    private final byte[] packet = packet();
    private int left;
    private boolean closed;

    private static byte[] packet() {
      ByteBuffer packet = ByteBuffer.allocate(500);
      packet.putInt(0x45000000 | packet.capacity()).putInt(0).putInt(0x40FD0000);
      packet.putInt(0x0A000101).putInt(0x0A000201);
      return packet.array();
    }

    synchronized void sendAndAwait(int count) throws InterruptedException {
      left = count;
      notifyAll();
      while (left > 0) {
        wait();
      }
    }

    @Override
    public synchronized int read(PacketBatch into) {
      into.clear();
      boolean interrupted = false;
      notifyAll();
      while (left == 0 && !closed) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      while (left > 0 && !into.isFull()) {
        into.add(packet, 0, packet.length);
        left--;
      }
      return closed ? -1 : into.count();
    }

    @Override
    public Layer layer() {
      return Layer.IP;
    }

    @Override
    public String interfaceName() {
      return "source";
    }

    @Override
    public String deviceName() {
      return "source";
    }

    @Override
    public int write(PacketBatch from) {
      return from.count();
    }

    @Override
    public synchronized void close() {
      closed = true;
      notifyAll();
    }
  }
}
