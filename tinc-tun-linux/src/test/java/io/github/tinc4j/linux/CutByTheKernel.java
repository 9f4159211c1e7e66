package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.NullMarked;

/**
 * A way between two ends on which the kernel cuts every super-packet, because it routes them from
 * an interface with offload to one without, or bridges them; and what comes out must be what {@link
 * GsoSplitter} makes of the same. On the way back nothing is done.
 *
 * <p>Between the ends frames have the VLAN tag of a {@link Framing}, which the ends do not see.
 *
 * <p>Some packets are marked as if there were congestion (RFC 3168), so that the sender has to set
 * CWR. {@link #stop} ends it, from any thread; {@link #close} comes after that.
 */
@NullMarked
final class CutByTheKernel implements AutoCloseable {

  /** All of TCP, also super-packets that begin with CWR. */
  static final int OFFLOAD = 0x0f;

  private static final int MARKED_ONE_OF = 300;
  private static final int CWR = 0x80;

  /** Bytes of two hardware addresses. */
  private static final int MACS = 12;

  /** Where virtio_net_hdr has it. */
  private static final int CSUM_START = 6;

  private final Framing framing;
  private final RawTun here;
  private final RawTun in;
  private final RawTun out;
  private final RawTun there;
  private final SystemCalls calls = Libc.load();
  private final int end = calls.eventfd(0);
  private final AtomicInteger superPackets = new AtomicInteger();
  private final AtomicInteger withCwr = new AtomicInteger();
  private final GsoSplitter splitter;
  private final PacketBatch batch = new PacketBatch(64);
  private int packets;

  /** By routes for {@link Framing#BARE}, else by a bridge. */
  CutByTheKernel(Framing framing, RawTun here, RawTun in, RawTun out, RawTun there) {
    this.framing = framing;
    splitter = new GsoSplitter(framing.layer());
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

  /** Moves packets until it is stopped. */
  void run() throws IOException {
    var polled = new PollSet(calls, "both ends", here.fd(), there.fd(), end);
    while (!polled.isReady(2)) {
      assertThat(polled.await()).isTrue();
      for (byte[] raw = here.read(); raw != null; raw = here.read()) {
        byte[] packet = Arrays.copyOfRange(raw, VnetHeader.SIZE, raw.length);
        if (framing != Framing.BARE) {
          forth(tagged(raw));
        } else if (!RawTun.isMulticast(packet)) {
          forth(raw);
        }
      }
      for (byte[] packet : there.readAll()) {
        here.write(TestPacket.alone(packet));
      }
    }
  }

  private void forth(byte[] raw) {
    List<byte[]> ours = cut(raw);
    in.write(framing == Framing.BARE ? withOneMoreHop(raw) : raw);
    List<byte[]> kernels = out.readAll(ours.size());
    TestPackets.assertSame(kernels, ours);
    if (raw[1] != 0) {
      superPackets.incrementAndGet();
      int ip = VnetHeader.SIZE + framing.length();
      int transport = (raw[ip] & 0xf0) == 0x60 ? 40 : 20;
      withCwr.addAndGet((raw[ip + transport + 13] & CWR) != 0 ? 1 : 0);
    }
    for (byte[] frame : kernels) {
      byte[] packet = Arrays.copyOfRange(frame, framing.length(), frame.length);
      if (++packets % MARKED_ONE_OF == 0) {
        mark(packet);
      }
      there.write(untagged(frame, packet));
    }
  }

  /** With the tags of {@link #framing} behind the addresses. */
  private byte[] tagged(byte[] raw) {
    int addresses = VnetHeader.SIZE + MACS;
    byte[] tags = Arrays.copyOfRange(framing.header(false), MACS, framing.length() - 2);
    ByteBuffer out = ByteBuffer.allocate(raw.length + tags.length).order(ByteOrder.nativeOrder());
    out.put(raw, 0, addresses).put(tags).put(raw, addresses, raw.length - addresses);
    if (VnetHeader.needsChecksum(out)) {
      out.putShort(CSUM_START, (short) (out.getShort(CSUM_START) + tags.length));
    }
    return out.array();
  }

  /** The frame without tags, and with this packet in it. */
  private byte[] untagged(byte[] frame, byte[] packet) {
    if (framing == Framing.BARE) {
      return packet;
    }
    return ByteBuffer.allocate(MACS + 2 + packet.length)
        .put(frame, 0, MACS)
        .put(frame, framing.length() - 2, 2)
        .put(packet)
        .array();
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
    boolean ip4 = packet[0] == 0x45;
    if (!ip4 && !ip6) {
      return; // ARP
    }
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

  /** Lets {@link #run} end. */
  void stop() {
    var one = new OffHeap(Long.BYTES);
    one.bytes().putLong(0, 1);
    assertThat(calls.write(end, one.address(), Long.BYTES)).isEqualTo(Long.BYTES);
  }

  @Override
  public void close() {
    calls.close(end);
  }
}
