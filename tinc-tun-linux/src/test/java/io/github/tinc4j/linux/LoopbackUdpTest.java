package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sockets of the real kernel cost, and how they end. */
@NullMarked
@Timeout(120)
class LoopbackUdpTest {

  private static final long SOON_S = 20;
  private static final int BATCH = 60;
  private static final int ROUNDS = 1_000;

  private final List<UdpTransport> opened = new ArrayList<>();

  @AfterEach
  void closeWhatWasOpened() {
    opened.forEach(UdpTransport::close);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "::, 127.0.0.1, true",
    "::, ::1, true",
    "::, ::1, false"
  })
  void aDatagramCostsNoMemory(String own, String peers, boolean offload) throws Exception {
    UdpTransport node = open(own, offload);
    List<UdpTransport> echoes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      echoes.add(open(peers, offload));
    }
    var toPeers = new DatagramBatch(BATCH);
    for (int i = 0; i < BATCH; i++) {
      toPeers.add(i % 7 == 0 ? 300 : 1400, echoes.get(i / 5 % 3).localAddress());
    }
    var received = new DatagramBatch(BATCH);
    long bytes =
        Background.call(
                () -> {
                  exchange(node, toPeers, echoes, received);
                  long before = allocated();
                  exchange(node, toPeers, echoes, received);
                  return allocated() - before;
                })
            .get(60, TimeUnit.SECONDS);
    assertThat(bytes).as("bytes for %s datagrams both ways", BATCH * ROUNDS).isLessThan(ROUNDS);
  }

  /** Sends the batch and has each peer send back what it got. */
  private static void exchange(
      UdpTransport node, DatagramBatch toPeers, List<UdpTransport> echoes, DatagramBatch received)
      throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      node.send(toPeers, 0, BATCH);
      for (int echo = 0; echo < echoes.size(); echo++) {
        for (int back = 0; back < BATCH / 3; ) {
          back += echoes.get(echo).receive(received);
          echoes.get(echo).send(received, 0, received.count());
        }
      }
      for (int back = 0; back < BATCH; ) {
        back += node.receive(received);
      }
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Test
  void closeEndsAReceiveWhereverItIs() throws Exception {
    UdpTransport sender = open("127.0.0.1", true);
    for (int round = 0; round < 500; round++) {
      UdpTransport transport = open("127.0.0.1", true);
      var batch = new DatagramBatch(1);
      batch.add(10, transport.localAddress());
      CompletableFuture<Integer> end =
          Background.call(
              () -> {
                var own = new DatagramBatch(4);
                int last;
                do {
                  last = transport.receive(own);
                } while (last > 0);
                return last;
              });
      for (int i = 0; i < round % 20; i++) {
        sender.send(batch, 0, 1);
        assertThat(batch.outcome(0)).isEqualTo(Outcome.SENT);
      }
      transport.close();
      assertThat(end.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  @Test
  void noDescriptorIsLeftOpen() throws Exception {
    open("::", true).close();
    long before = OpenDescriptors.count();
    for (int round = 0; round < 200; round++) {
      UdpTransport transport = open("::", true);
      CompletableFuture<Integer> received =
          Background.call(() -> transport.receive(new DatagramBatch(1)));
      transport.close();
      assertThat(received.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(-1);
    }
    OpenDescriptors.assertNoMoreThan(before);
  }

  @Test
  void withoutTheCapabilityItWorksWithTheSystemsBuffers() throws Exception {
    Needs.namespaces();
    List<String> command =
        Shell.java("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin", "--");
    command.add(UdpOnce.class.getName());
    assertThat(Shell.must(command)).contains("available: true").contains("received 1");
  }

  @Test
  void withoutTheNativePartOfJnaItIsNotAvailableAndSaysWhy() throws Exception {
    List<String> command = Shell.java();
    command.addAll(List.of("-Djna.nounpack=true", "-Djna.boot.library.path=/nowhere"));
    command.add(UdpOnce.class.getName());
    assertThat(Shell.must(command)).contains("available: false").containsOnlyOnce("jna.tmpdir");
  }

  private UdpTransport open(String address, boolean offload) throws IOException {
    var local = new InetSocketAddress(InetAddress.getByName(address), 0);
    UdpTransport transport = new LinuxUdpProvider().open(new UdpSpec(local, true, 0, 0, offload));
    opened.add(transport);
    return transport;
  }
}
