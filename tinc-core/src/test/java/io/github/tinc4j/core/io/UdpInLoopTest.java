package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.DataPlane;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.data.UdpSockets;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.core.route.Packets;
import io.github.tinc4j.core.tunnel.LegacyOpeningKey;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets on loopback; the peer {@code a} protects nothing, so that all it sends is right. */
@Timeout(30)
class UdpInLoopTest {

  private static final byte[] FRAME = Packets.ipv4("10.1.0.1", "10.0.0.1", 17, new byte[30]);

  private final MemoryDevice device = new MemoryDevice("us");
  private final Counters counters = new Counters();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final ForwardingCell tables = new ForwardingCell();
  private final PuntQueue punts = new PuntQueue(10, 1000, () -> {});
  private UdpTransport transport;
  private DatagramChannel peer;

  @BeforeEach
  void open() throws IOException {
    transport = open("127.0.0.1");
    peer = bound(new InetSocketAddress(TestTable.ip("127.0.0.1"), 0));
  }

  @AfterEach
  void close() throws IOException {
    transport.close();
    peer.close();
    assertThat(failure.get()).isNull();
  }

  /** A loop in its thread. */
  private record Running(UdpInLoop loop, UdpTransport transport, Thread thread) {
    void end() throws InterruptedException {
      loop.end();
      transport.close();
      thread.join();
    }
  }

  private static UdpTransport open(String host) throws IOException {
    var local = new InetSocketAddress(TestTable.ip(host), 0);
    return new NioUdpProvider(new JavaAlone()).open(new UdpSpec(local, false, 0, 0, false));
  }

  private static DatagramChannel bound(InetSocketAddress local) throws IOException {
    boolean ipv6 = local.getAddress() instanceof Inet6Address;
    var family = ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    return DatagramChannel.open(family).bind(local);
  }

  private static InetSocketAddress local(DatagramChannel of) throws IOException {
    return (InetSocketAddress) of.getLocalAddress();
  }

  private void whileRunning(Body body) throws IOException, InterruptedException {
    Running running = start(device);
    try {
      body.run();
    } finally {
      running.end();
    }
  }

  @FunctionalInterface
  private interface Body {
    void run() throws IOException, InterruptedException;
  }

  private Running start(TunDevice tun) throws IOException {
    return start(tun, transport);
  }

  private Running start(TunDevice tun, UdpTransport udp) throws IOException {
    var mesh = new TestTable();
    TestTable.Peer a = mesh.add("a");
    a.address = local(peer);
    a.opening =
        LegacyOpeningKey.of(
            CipherSpec.NONE, DigestSpec.NONE, 0, 0, new byte[1], /* replayWindowBytes= */ 0);
    mesh.owns(mesh.us(), "10.0.0.0/16").owns(a, "10.1.0.0/16");
    tables.publish(mesh.build());
    var config = NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class)).build();
    var sockets = new UdpSockets(List.of(udp));
    var plane = new DataPlane(config, tables, punts, tun, sockets, counters, to -> null);
    var loop = new UdpInLoop(udp, 0, new PacketLane(2, plane), failure::set);
    var thread = new Thread(loop, "loop");
    thread.start();
    return new Running(loop, udp, thread);
  }

  private void send(byte[] datagram) throws IOException {
    var to = new InetSocketAddress(TestTable.ip("127.0.0.1"), transport.localAddress().getPort());
    assertThat(peer.send(ByteBuffer.wrap(datagram), to)).isEqualTo(datagram.length);
  }

  private static byte[] good() {
    return ByteBuffer.allocate(4 + FRAME.length).putInt(1).put(FRAME).array();
  }

  private void sendGoodOneAndAwaitIt() throws IOException, InterruptedException {
    send(good());
    byte[] packet = device.receive(20, TimeUnit.SECONDS);
    assertThat(packet).isEqualTo(Packets.part(FRAME, 14, FRAME.length - 14));
  }

  @Test
  void absurdLengthsAreSurvived() throws IOException, InterruptedException {
    whileRunning(
        () -> {
          for (int length : new int[] {0, 1, 3, 4, 5, 1661, 1662, 1952, 1953, 65507}) {
            send(new byte[length]);
          }
          sendGoodOneAndAwaitIt();
        });
    assertThat(counters.snapshot().dropped(DropReason.DATAGRAM_TOO_SHORT)).isEqualTo(2);
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_SHORT)).isEqualTo(2);
    assertThat(counters.snapshot().dropped(DropReason.FRAME_TOO_LONG)).isEqualTo(1);
    assertThat(counters.snapshot().dropped(DropReason.DATAGRAM_TOO_LONG)).isEqualTo(4);
  }

  @Test
  void anErrorOfTheSocketDoesNotEndTheLoop() throws IOException, InterruptedException {
    UdpTransport failing = mock();
    when(failing.localAddress()).thenReturn(transport.localAddress());
    when(failing.receive(any()))
        .thenThrow(new IOException("out of memory"))
        .thenThrow(new IOException("still out of memory"))
        .then(call -> transport.receive(call.getArgument(0)));
    Running running = start(device, failing);
    try {
      sendGoodOneAndAwaitIt();
    } finally {
      transport.close();
      running.end();
    }
  }

  @Test
  void anIpv4SourceOfASocketForBothIsTheIpv4Node() throws IOException, InterruptedException {
    transport.close();
    transport = open("::");
    whileRunning(this::sendGoodOneAndAwaitIt);
    assertThat(counters.snapshot().drops()).isEmpty();
  }
}
