package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.data.Datagrams;
import io.github.tinc4j.core.data.UdpTransport.Outcome;
import io.github.tinc4j.core.forward.PeerPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NioUdpTest {

  private static final PeerPath PEER =
      new PeerPath(1, NodeName.of("b"), true, NodeOptions.NONE, 1, 1, 1518, 0, null, 0, null, null);

  private DatagramChannel sender;
  private DatagramChannel receiver;
  private final Datagrams batch = new Datagrams(4);

  @BeforeEach
  void open() throws IOException {
    sender = bound();
    receiver = bound();
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    receiver.close();
  }

  private static DatagramChannel bound() throws IOException {
    InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET).bind(local);
    channel.configureBlocking(false);
    return channel;
  }

  private void add(InetSocketAddress to, int socket, byte... bytes) {
    System.arraycopy(bytes, 0, batch.packets().array(), batch.packets().nextStart(), bytes.length);
    batch.add(bytes.length, PEER, to, socket, 100);
  }

  private InetSocketAddress target() throws IOException {
    return (InetSocketAddress) receiver.getLocalAddress();
  }

  @Test
  void everyDatagramOfABatchArrivesWhole() throws IOException {
    add(target(), 0, (byte) 1, (byte) 2);
    add(target(), -1, (byte) 3);
    new NioUdp(List.of(sender), true).send(batch);
    assertThat(batch.outcome(0)).isEqualTo(Outcome.SENT);
    assertThat(batch.outcome(1)).isEqualTo(Outcome.SENT);
    assertThat(receive()).containsExactly(1, 2);
    assertThat(receive()).containsExactly(3);
  }

  private byte[] receive() throws IOException {
    ByteBuffer into = ByteBuffer.allocate(100);
    receiver.receive(into);
    byte[] bytes = new byte[into.flip().remaining()];
    into.get(bytes);
    return bytes;
  }

  @Test
  void anAddressOfAFamilyWithoutSocketIsRefusedAndTheRestGoes() throws IOException {
    add(new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 9), 0, (byte) 1);
    add(target(), 0, (byte) 2);
    new NioUdp(List.of(sender), true).send(batch);
    assertThat(batch.outcome(0)).isEqualTo(Outcome.REFUSED);
    assertThat(batch.outcome(1)).isEqualTo(Outcome.SENT);
    assertThat(receive()).containsExactly(2);
  }

  @Test
  void aDatagramThatTheSystemRefusesIsNotTakenForTooLong() throws IOException {
    // Broadcast is allowed on our sockets; port 0 is no port to send to.
    add(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, (byte) 1);
    new NioUdp(List.of(sender), true).send(batch);
    assertThat(batch.outcome(0)).isEqualTo(Outcome.REFUSED);
  }
}
