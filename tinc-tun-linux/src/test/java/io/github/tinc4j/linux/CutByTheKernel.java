package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/**
 * A way between two ends on which the kernel cuts every super-packet, because it routes them from
 * an interface with offload to one without; and what comes out must be what {@link GsoSplitter}
 * makes of the same. On the way back nothing is done.
 *
 * <p>Some packets are marked as if there were congestion (RFC 3168), so that the sender has to set
 * CWR. {@link #close} ends it, from any thread.
 */
@NullMarked
final class CutByTheKernel implements AutoCloseable {

  /** All of TCP, also super-packets that begin with CWR. */
  static final int OFFLOAD = 0x0f;

  private static final int MARKED_ONE_OF = 300;
  private static final int CWR = 0x80;

  private final RawTun here;
  private final RawTun in;
  private final RawTun out;
  private final RawTun there;
  private final SystemCalls calls = Libc.load();
  private final int end = calls.eventfd(0);
  private final AtomicInteger superPackets = new AtomicInteger();
  private final AtomicInteger withCwr = new AtomicInteger();
  private final GsoSplitter splitter = new GsoSplitter();
  private final PacketBatch batch = new PacketBatch(64);
  private int packets;

  CutByTheKernel(RawTun here, RawTun in, RawTun out, RawTun there) {
    this.here = here;
    this.in = in;
    this.out = out;
    this.there = there;
  }

  int superPackets() {
    return superPackets.get();
  }

  int withCwr() {
    return withCwr.get();
  }

  /** Moves packets until it is closed. */
  void run() throws IOException {
    var polled = new PollSet(calls, "both ends", here.fd(), there.fd(), end);
    while (!polled.isReady(2)) {
      assertThat(polled.await()).isTrue();
      for (byte[] raw = here.read(); raw != null; raw = here.read()) {
        byte[] packet = Arrays.copyOfRange(raw, VnetHeader.SIZE, raw.length);
        if (!RawTun.isMulticast(packet)) {
          forth(raw);
        }
      }
      for (byte[] packet : there.readAll()) {
        here.write(TestPacket.alone(packet));
      }
    }
    calls.close(end);
  }

  private void forth(byte[] raw) {
    List<byte[]> ours = cut(raw);
    in.write(withOneMoreHop(raw));
    List<byte[]> kernels = out.readAll();
    TestPackets.assertSame(kernels, ours);
    if (raw[1] != 0) {
      superPackets.incrementAndGet();
      int transport = (raw[VnetHeader.SIZE] & 0xf0) == 0x60 ? 40 : 20;
      withCwr.addAndGet((raw[VnetHeader.SIZE + transport + 13] & CWR) != 0 ? 1 : 0);
    }
    for (byte[] packet : kernels) {
      if (++packets % MARKED_ONE_OF == 0) {
        mark(packet);
      }
      there.write(packet);
    }
  }

  private List<byte[]> cut(byte[] raw) {
    splitter.memory().bytes().put(0, raw);
    batch.clear();
    boolean unused = splitter.take(raw.length, batch);
    return TestPackets.in(batch);
  }

  private static byte[] withOneMoreHop(byte[] raw) {
    byte[] packet = Arrays.copyOfRange(raw, VnetHeader.SIZE, raw.length);
    packet[(packet[0] & 0xf0) == 0x60 ? 7 : 8]++;
    correctHeaderChecksum(packet);
    byte[] more = raw.clone();
    System.arraycopy(packet, 0, more, VnetHeader.SIZE, packet.length);
    return more;
  }

  /** Congestion experienced, where the sender knows ECN. */
  private static void mark(byte[] packet) {
    boolean ip6 = (packet[0] & 0xf0) == 0x60;
    int ecn = ip6 ? 0x30 : 0x03;
    if ((packet[1] & ecn) != 0) {
      packet[1] |= (byte) ecn;
      correctHeaderChecksum(packet);
    }
  }

  private static void correctHeaderChecksum(byte[] packet) {
    if ((packet[0] & 0xf0) == 0x40) {
      int header = (packet[0] & 0xf) * 4;
      ByteBuffer fields = ByteBuffer.wrap(packet).putShort(10, (short) 0);
      fields.putShort(10, (short) TestPacket.complement(TestPacket.sum(packet, 0, header)));
    }
  }

  @Override
  public void close() {
    var one = new OffHeap(Long.BYTES);
    one.bytes().putLong(0, 1);
    long unused = calls.write(end, one.address(), Long.BYTES);
  }
}
