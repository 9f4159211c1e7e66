package io.github.tinc4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The packet path costs no memory. */
class LaneAllocationTest extends LaneFixture {

  private static final int BATCH = 50;
  private static final int ROUNDS = 2_000;

  /** 17 to far, 17 of two fragments, 16 SYNs; 17 relayed and 16 probes answered. */
  private static final int SENT_EACH_ROUND = 17 + 17 * 2 + 16 + 17 + 16;

  @Test
  void aPacketCostsNoMemory() {
    b.mtu = 1000;
    b.options |= NodeOptions.CLAMP_MSS;
    mesh.us().options = NodeOptions.CLAMP_MSS;
    a.address = A;
    config.decrementTtl(true);
    tables.publish(mesh.build());
    var punts = new PuntQueue(10, 1000, () -> {});
    var plane =
        new DataPlane(config.build(), tables, punts, new Sink(), new Sent(), counters, to -> null);
    var lane = new PacketLane(1, plane);
    var fromHost = new PacketBatch(BATCH);
    var datagrams = new DatagramBatch(BATCH);

    run(lane, fromHost, datagrams);
    long before = allocated();
    run(lane, fromHost, datagrams);
    long bytes = allocated() - before;

    assertThat(bytes).isLessThan(ROUNDS);
    assertThat(counters.snapshot().drops()).isEmpty();
    assertThat(counters.snapshot().toDevice().packets()).isPositive();
    assertThat(counters.snapshot().udpSent().packets()).isEqualTo(2L * ROUNDS * SENT_EACH_ROUND);
  }

  private void run(PacketLane lane, PacketBatch fromHost, DatagramBatch datagrams) {
    for (int round = 0; round < ROUNDS; round++) {
      fill(fromHost, TO_FAR, TO_RELAYED_LONG, SYN);
      lane.fromDevice(fromHost, round);
      datagrams.clear();
      for (int i = 0; i < BATCH; i++) {
        add(datagrams, A, i % 3 == 0 ? FOR_US : i % 3 == 1 ? FOR_OTHERS : PROBE);
      }
      lane.fromUdp(datagrams, 0, round);
    }
  }

  private static final InetSocketAddress A =
      new InetSocketAddress(TestTable.ip("2001:db8::1"), 655);
  private static final byte[] TO_FAR = packet("10.0.0.1", "10.3.0.1", 500);
  private static final byte[] TO_RELAYED_LONG = packet("10.0.0.1", "10.4.0.1", 1400);
  private static final byte[] SYN =
      withoutHeader(Packets.synIpv4("10.0.0.1", "10.2.0.1", 2, 4, 5, 180));
  private static final byte[] FOR_US =
      FakeKeys.sealed(1, framed(packet("10.1.0.1", "10.0.0.1", 1000)));
  private static final byte[] FOR_OTHERS =
      FakeKeys.sealed(1, framed(packet("10.1.0.1", "10.2.0.1", 300)));
  private static final byte[] PROBE = FakeKeys.sealed(1, new byte[100]);

  private static void fill(PacketBatch batch, byte[] one, byte[] two, byte[] three) {
    batch.clear();
    for (int i = 0; i < BATCH; i++) {
      byte[] packet = i % 3 == 0 ? one : i % 3 == 1 ? two : three;
      batch.add(packet, 0, packet.length);
    }
  }

  private static byte[] withoutHeader(byte[] frame) {
    return Packets.part(frame, 14, frame.length - 14);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static final class Sent implements DatagramSender {
    @Override
    public void send(Datagrams batch) {
      for (int slot = 0; slot < batch.count(); slot++) {
        batch.setOutcome(slot, Outcome.SENT);
      }
    }
  }

  private static final class Sink implements TunDevice {
    @Override
    public Layer layer() {
      return Layer.IP;
    }

    @Override
    public String interfaceName() {
      return "sink";
    }

    @Override
    public String deviceName() {
      return "sink";
    }

    @Override
    public int read(PacketBatch into) {
      throw new AssertionError("a lane does not read");
    }

    @Override
    public int write(PacketBatch from) {
      return from.count();
    }

    @Override
    public void close() {}
  }
}
