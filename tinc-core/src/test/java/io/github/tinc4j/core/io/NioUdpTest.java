package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class NioUdpTest {

  private NioUdp sender;
  private NioUdp receiver;
  private final DatagramBatch out = new DatagramBatch(4);
  private final DatagramBatch in = new DatagramBatch(4);

  @BeforeEach
  void open() throws IOException {
    sender = bound("127.0.0.1");
    receiver = bound("127.0.0.1");
  }

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  private static NioUdp bound(String host) throws IOException {
    var local = new InetSocketAddress(TestTable.ip(host), 0);
    return new NioUdp(new UdpSpec(local, true, 0, 0, true), new JavaAlone());
  }

  private void add(InetSocketAddress to, int... bytes) {
    int at = out.packets().nextStart();
    for (int b : bytes) {
      out.packets().array()[at++] = (byte) b;
    }
    out.add(bytes.length, to);
  }

  private byte[] received(int slot) {
    byte[] bytes = new byte[in.packets().length(slot)];
    in.bytes(slot).get(bytes);
    return bytes;
  }

  @Test
  void anAddressOfTheOtherFamilyIsRefusedAndTheRestGoes() throws IOException {
    add(new InetSocketAddress(TestTable.ip("fd00::1"), 9), 1);
    add(receiver.localAddress(), 2);
    sender.send(out, 0, 2);
    assertThat(out.outcome(0)).isEqualTo(Outcome.REFUSED);
    assertThat(out.outcome(1)).isEqualTo(Outcome.SENT);
    assertThat(receiver.receive(in)).isEqualTo(1);
    assertThat(received(0)).containsExactly(2);
    assertThat(in.address(0)).isEqualTo(sender.localAddress());
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere the loopback interface has no address for all
  void broadcastsAreSentAndReceived() throws IOException {
    for (String any : new String[] {"0.0.0.0", "::"}) {
      try (NioUdp from = bound(any);
          NioUdp to = bound(any)) {
        out.clear();
        int port = to.localAddress().getPort();
        add(new InetSocketAddress(TestTable.ip("127.255.255.255"), port), 7);
        from.send(out, 0, 1);
        assertThat(out.outcome(0)).as("from %s", any).isEqualTo(Outcome.SENT);
        assertThat(to.receive(in)).isEqualTo(1);
        assertThat(received(0)).containsExactly(7);
      }
    }
  }

  @Test
  void aDatagramThatTheSystemRefusesIsNotTakenForTooLong() {
    // Broadcast is allowed on our sockets; port 0 is no port to send to.
    add(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    sender.send(out, 0, 1);
    assertThat(out.outcome(0)).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void aSocketOfOneInterfaceIsOpenedByTheHostSystem() throws IOException {
    var host = new FakeHost();
    var where = new BindSpec(new InetSocketAddress(TestTable.ip("127.0.0.1"), 0), false, "eth7");
    try (var bound = new NioUdp(new UdpSpec(where, true, 0, 0, true), host)) {
      assertThat(host.calls()).containsExactly("bind /127.0.0.1:0 eth7");
      add(bound.localAddress(), 7);
      sender.send(out, 0, 1);
      assertThat(bound.receive(in)).isEqualTo(1);
      assertThat(received(0)).containsExactly(7);
    }
    assertThat(host.allAreClosed()).isTrue();
  }

  @Test
  void aSocketOfIpv6OnlyIsOpenedByTheHostSystemWhereThereIsOne() throws IOException {
    var host = new FakeHost();
    var where = new BindSpec(new InetSocketAddress(TestTable.ip("::"), 0), true, null);
    new NioUdp(new UdpSpec(where, true, 0, 0, true), host).close();
    assertThat(host.calls()).containsExactly("bind /[0:0:0:0:0:0:0:0]:0 IPv6 only");
    assertThat(host.allAreClosed()).isTrue();
  }

  @Test
  void aFloodOfEmptyDatagramsHoldsNoDatagramUp() throws IOException {
    add(receiver.localAddress(), 1);
    sender.send(out, 0, 1);
    out.clear();
    add(receiver.localAddress());
    for (int i = 0; i < 100; i++) {
      sender.send(out, 0, 1);
    }
    out.clear();
    add(receiver.localAddress(), 2);
    sender.send(out, 0, 1);
    assertThat(receiver.receive(in)).isEqualTo(1);
    assertThat(received(0)).containsExactly(1);
    assertThat(receiver.receive(in)).isEqualTo(1);
    assertThat(received(0)).containsExactly(2);
  }
}
