package io.github.tinc4j.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a node expects of every {@link UdpTransport}, as tests: extend it for a transport of your
 * own and say how one is opened.
 *
 * <pre>{@code
 * class MyUdpTest extends UdpTransportContractTest {
 *   @Override
 *   protected UdpTransport open(UdpSpec spec) throws IOException {
 *     return new MyUdpProvider().open(spec);
 *   }
 * }
 * }</pre>
 *
 * <p>All datagrams stay on the loopback interface, which must have IPv4 and IPv6.
 */
@Timeout(60)
public abstract class UdpTransportContractTest {

  /** How long a receive must wait before we believe that it blocks. */
  private static final long BLOCKED_MS = 100;

  /** A bound for what should happen at once. */
  private static final long SOON_S = 20;

  private static final int THREADS = 4;

  /** Many datagrams of this size fit into the smallest socket buffer that a system has. */
  private static final int SMALL = 100;

  private static final String IPV4 = "127.0.0.1";
  private static final String IPV6 = "::1";
  private static final String ANY_IPV6 = "::";

  private final List<UdpTransport> opened = new ArrayList<>();

  /** A datagram as it arrived. */
  private record Arrived(String text, InetSocketAddress source) {}

  /** For subclasses. */
  protected UdpTransportContractTest() {}

  /**
   * Opens a transport.
   *
   * @throws Exception when that fails; so does the test then
   */
  protected abstract UdpTransport open(UdpSpec spec) throws Exception;

  /** Closes what a test has opened. */
  @AfterEach
  final void closeWhatWasOpened() {
    opened.forEach(UdpTransport::close);
  }

  @Test
  final void itsAddressHasThePortThatItIsBoundTo() throws Exception {
    for (String address : List.of(IPV4, IPV6, ANY_IPV6)) {
      UdpTransport transport = bound(address);
      assertThat(transport.localAddress().getAddress()).isEqualTo(InetAddress.getByName(address));
      assertThat(transport.localAddress().getPort()).isPositive();
    }
  }

  @Test
  final void anAddressThatCannotBeHadIsABindException() throws Exception {
    UdpTransport transport = bound(IPV4);
    assertThatThrownBy(() -> open(spec(transport.localAddress())))
        .isInstanceOf(BindException.class);
    assertThatThrownBy(() -> bound("192.0.2.1")).isInstanceOf(BindException.class);
  }

  @Test
  final void anInterfaceThatIsNotThereIsRefused() throws Exception {
    var nowhere = new BindSpec(at(IPV4, 0), false, "no-such-0");
    var spec = new UdpSpec(nowhere, false, 0, 0, false);
    assertThatThrownBy(() -> open(spec).close()).isInstanceOf(IOException.class);
  }

  @Test
  final void datagramsOfAllSizesArriveWholeInOrderWithTheirSource() throws Exception {
    for (String address : List.of(IPV4, IPV6)) {
      UdpTransport sender = bound(address);
      UdpTransport receiver = bound(address);
      int[] sizes = {PacketBatch.MAX_PACKET, 1, 2, 1400, 1400, 1400, 700, 1400, 1, 64, 1472, 63};
      var batch = new DatagramBatch(sizes.length);
      List<Arrived> expected = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        add(batch, text(i, sizes[i]), receiver);
        expected.add(new Arrived(text(i, sizes[i]), sender.localAddress()));
      }
      sendAll(sender, batch);
      assertThat(receive(receiver, sizes.length)).isEqualTo(expected);
    }
  }

  @Test
  final void aBatchMayHoldMoreThanOneSystemCallTakes() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(300);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      expected.add(text(i, SMALL));
      add(batch, text(i, SMALL), receiver);
    }
    sendAll(sender, batch);
    assertThat(texts(receive(receiver, 300))).isEqualTo(expected);
  }

  @Test
  final void whatDoesNotFitIntoABatchComesWithTheNext() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(20);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      expected.add(text(i, SMALL));
      add(batch, text(i, SMALL), receiver);
    }
    sendAll(sender, batch);
    var three = new DatagramBatch(3);
    assertThat(texts(receive(receiver, 20, three))).isEqualTo(expected);
  }

  @Test
  final void eachDatagramGoesToItsAddress() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport one = bound(IPV4);
    UdpTransport two = bound(IPV4);
    var batch = new DatagramBatch(30);
    for (int i = 0; i < 30; i++) {
      add(batch, text(i, SMALL), i % 2 == 0 || i > 20 ? one : two);
    }
    sendAll(sender, batch);
    assertThat(texts(receive(one, 20)))
        .containsExactly(
            texts(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29));
    assertThat(texts(receive(two, 10))).containsExactly(texts(1, 3, 5, 7, 9, 11, 13, 15, 17, 19));
  }

  @Test
  final void onlyTheSlotsAskedForAreSent() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(6);
    for (int i = 0; i < 6; i++) {
      add(batch, text(i, SMALL), receiver);
    }
    sender.send(batch, 3, 3);
    sender.send(batch, 4, 6);
    sender.send(batch, 1, 2);
    assertThat(texts(receive(receiver, 3))).containsExactly(texts(4, 5, 1));
    assertThat(outcomes(batch))
        .containsExactly(
            Outcome.REFUSED,
            Outcome.SENT,
            Outcome.REFUSED,
            Outcome.REFUSED,
            Outcome.SENT,
            Outcome.SENT);
    assertThatThrownBy(() -> sender.send(batch, 5, 7))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sender.send(batch, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sender.send(batch, 3, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  final void sendingLeavesTheBatchAsItWas() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(5);
    for (int i = 0; i < 5; i++) {
      add(batch, text(i, SMALL), receiver);
    }
    byte[] before = batch.packets().array().clone();
    sendAll(sender, batch);
    sendAll(sender, batch);
    assertThat(batch.packets().array()).isEqualTo(before);
    assertThat(texts(receive(receiver, 10))).containsExactly(texts(0, 1, 2, 3, 4, 0, 1, 2, 3, 4));
  }

  @Test
  final void headersAndTrailersAroundTheSlotsPacketAreSentToo() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(2);
    for (int i = 0; i < 2; i++) {
      int slot = add(batch, text(i, SMALL), receiver);
      PacketBatch packets = batch.packets();
      int offset = packets.offset(slot) - PacketBatch.HEADROOM;
      packets.setBounds(slot, offset, PacketBatch.HEADROOM + SMALL + 1);
      Arrays.fill(packets.array(), offset, offset + PacketBatch.HEADROOM, (byte) '<');
      packets.array()[offset + PacketBatch.HEADROOM + SMALL] = '>';
    }
    sendAll(sender, batch);
    String header = "<".repeat(PacketBatch.HEADROOM);
    assertThat(texts(receive(receiver, 2)))
        .containsExactly(header + text(0, SMALL) + ">", header + text(1, SMALL) + ">");
  }

  @Test
  final void emptyDatagramsAreLeftOutOnArrivalAndThoseTooLongAreCut() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    int longest = PacketBatch.HEADROOM + PacketBatch.MAX_PACKET + PacketBatch.TAILROOM;
    var batch = new DatagramBatch(8);
    for (int i = 0; i < 8; i++) {
      int slot = add(batch, text(i, SMALL), receiver);
      int length = i % 4 == 1 ? 0 : i % 4 == 2 ? longest : i == 3 ? 1 : SMALL;
      int offset = batch.packets().offset(slot);
      batch
          .packets()
          .setBounds(slot, length == longest ? offset - PacketBatch.HEADROOM : offset, length);
    }
    sendAll(sender, batch);
    List<Arrived> arrived = receive(receiver, 6);
    assertThat(arrived.get(1).text()).hasSize(PacketBatch.MAX_PACKET);
    assertThat(arrived.get(4).text()).hasSize(PacketBatch.MAX_PACKET);
    assertThat(texts(List.of(arrived.get(0), arrived.get(2), arrived.get(3), arrived.get(5))))
        .containsExactly(
            text(0, SMALL), text(3, SMALL).substring(0, 1), text(4, SMALL), text(7, SMALL));
  }

  @Test
  final void aDatagramThatCannotGoDoesNotStopTheOthers() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var batch = new DatagramBatch(6);
    add(batch, text(0, SMALL), receiver);
    add(batch, text(1, SMALL), at(IPV6, 9));
    add(batch, text(2, SMALL), receiver);
    add(batch, text(3, SMALL), at(IPV4, 0));
    add(batch, text(4, SMALL), InetSocketAddress.createUnresolved("nowhere.invalid", 9));
    add(batch, text(5, SMALL), receiver);
    sender.send(batch, 0, 6);
    assertThat(outcomes(batch))
        .containsExactly(
            Outcome.SENT,
            Outcome.REFUSED,
            Outcome.SENT,
            Outcome.REFUSED,
            Outcome.REFUSED,
            Outcome.SENT);
    assertThat(texts(receive(receiver, 3))).containsExactly(texts(0, 2, 5));
  }

  @Test
  final void anAddressThatNobodyListensToHarmsNobody() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    UdpTransport gone = bound(IPV4);
    gone.close();
    var batch = new DatagramBatch(10);
    for (int i = 0; i < 10; i++) {
      add(batch, text(i, SMALL), i % 2 == 0 ? gone : receiver);
    }
    sendAll(sender, batch);
    sendAll(sender, batch);
    assertThat(texts(receive(receiver, 10))).containsExactly(texts(1, 3, 5, 7, 9, 1, 3, 5, 7, 9));
    // The answers that came back are not datagrams.
    sendAll(receiver, batchOf(text(0, SMALL), sender));
    assertThat(texts(receive(sender, 1))).containsExactly(text(0, SMALL));
  }

  @Test
  final void theIpv6WildcardTakesIpv4AndGivesItsSourcesAsSuch() throws Exception {
    UdpTransport both = bound(ANY_IPV6);
    UdpTransport ipv4 = bound(IPV4);
    UdpTransport ipv6 = bound(IPV6);
    int port = both.localAddress().getPort();
    sendAll(ipv4, batchOf(text(4, SMALL), at(IPV4, port)));
    List<Arrived> fromIpv4 = receive(both, 1);
    assertThat(fromIpv4).containsExactly(new Arrived(text(4, SMALL), ipv4.localAddress()));
    assertThat(fromIpv4.get(0).source().getAddress()).isInstanceOf(Inet4Address.class);
    sendAll(ipv6, batchOf(text(6, SMALL), at(IPV6, port)));
    assertThat(receive(both, 1)).containsExactly(new Arrived(text(6, SMALL), ipv6.localAddress()));

    var batch = new DatagramBatch(4);
    for (int i = 0; i < 4; i++) {
      add(batch, text(i, SMALL), i < 2 ? ipv4 : ipv6);
    }
    sendAll(both, batch);
    assertThat(receive(ipv4, 2)).extracting(Arrived::text).containsExactly(texts(0, 1));
    assertThat(receive(ipv6, 2))
        .containsExactly(
            new Arrived(text(2, SMALL), at(IPV6, port)),
            new Arrived(text(3, SMALL), at(IPV6, port)));
  }

  @Test
  final void whatTakesIpv4SaysSo() throws Exception {
    assertThat(bound(IPV4).takesIpv4()).isTrue();
    assertThat(bound(IPV6).takesIpv4()).isFalse();
    assertThat(bound(ANY_IPV6).takesIpv4()).isTrue();
  }

  @Test
  final void theIpv6WildcardLeavesIpv4AloneWhereThatIsNotWanted() throws Exception {
    var where = new BindSpec(at(ANY_IPV6, 0), true, null);
    UdpTransport ipv6Only = open(new UdpSpec(where, false, 1 << 20, 0, true));
    opened.add(ipv6Only);
    assertThat(ipv6Only.takesIpv4()).isFalse();
    UdpTransport ipv4 = bound(IPV4);
    UdpTransport ipv6 = bound(IPV6);
    int port = ipv6Only.localAddress().getPort();
    var unwanted = batchOf(text(4, SMALL), at(IPV4, port));
    ipv4.send(unwanted, 0, 1);
    sendAll(ipv6, batchOf(text(6, SMALL), at(IPV6, port)));
    assertThat(receive(ipv6Only, 1))
        .containsExactly(new Arrived(text(6, SMALL), ipv6.localAddress()));

    var batch = new DatagramBatch(2);
    add(batch, text(0, SMALL), ipv4);
    add(batch, text(1, SMALL), ipv6);
    ipv6Only.send(batch, 0, 2);
    assertThat(outcomes(batch)).containsExactly(Outcome.REFUSED, Outcome.SENT);
    assertThat(texts(receive(ipv6, 1))).containsExactly(texts(1));
  }

  @Test
  final void aReceiveWithoutDatagramsWaitsUntilAnotherThreadClosesTheTransport() throws Exception {
    UdpTransport transport = bound(IPV4);
    var batch = batchOf(text(0, SMALL), transport);
    Future<Integer> received = Background.call(() -> transport.receive(batch));
    assertBlocked(received);
    transport.close();
    assertThat(received.get(SOON_S, SECONDS)).isEqualTo(-1);
    assertThat(batch.count()).isZero();
  }

  @Test
  final void aReceiveThatWaitsTakesWhatComes() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    Future<List<Arrived>> received = receiveInBackground(receiver, 1, new DatagramBatch(4));
    assertBlocked(received);
    sendAll(sender, batchOf(text(0, SMALL), receiver));
    assertThat(texts(received.get(SOON_S, SECONDS))).containsExactly(text(0, SMALL));
  }

  @Test
  final void anInterruptDoesNotEndAReceive() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var thread = new CompletableFuture<Thread>();
    var batch = new DatagramBatch(4);
    Future<Boolean> received =
        Background.call(
            () -> {
              thread.complete(Thread.currentThread());
              return receiver.receive(batch) == 1 && Thread.interrupted();
            });
    Thread receiving = thread.get(SOON_S, SECONDS);
    assertBlocked(received);
    receiving.interrupt();
    assertBlocked(received);
    sendAll(sender, batchOf(text(0, SMALL), receiver));
    assertThat(received.get(SOON_S, SECONDS)).as("received, and still interrupted").isTrue();
  }

  @Test
  final void aClosedTransportReceivesNothingAndRefusesEverything() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport transport = bound(IPV4);
    InetSocketAddress local = transport.localAddress();
    sendAll(sender, batchOf(text(0, SMALL), transport));
    transport.close();
    transport.close();
    assertThat(transport.localAddress()).isEqualTo(local);
    for (int again = 0; again < 3; again++) {
      var batch = batchOf(text(0, SMALL), sender);
      batch.setOutcome(0, Outcome.SENT);
      transport.send(batch, 0, 1);
      assertThat(outcomes(batch)).containsExactly(Outcome.REFUSED);
      Future<Integer> received = Background.call(() -> transport.receive(batch));
      assertThat(received.get(SOON_S, SECONDS)).isEqualTo(-1);
      assertThat(batch.count()).isZero();
    }
  }

  @Test
  final void theAddressOfAClosedTransportIsFreeAtOnce() throws Exception {
    UdpTransport transport = bound(IPV4);
    InetSocketAddress local = transport.localAddress();
    for (int again = 0; again < 5; again++) {
      UdpTransport closed = transport;
      Future<Integer> received = Background.call(() -> closed.receive(new DatagramBatch(1)));
      closed.close();
      assertThat(received.get(SOON_S, SECONDS)).isEqualTo(-1);
      transport = open(spec(local));
      opened.add(transport);
      assertThat(transport.localAddress()).isEqualTo(local);
    }
  }

  @Test
  final void severalThreadsMayCloseAtOnceWhileOneReceives() throws Exception {
    UdpTransport transport = bound(IPV4);
    Future<Integer> received = Background.call(() -> transport.receive(new DatagramBatch(1)));
    var start = new CountDownLatch(1);
    List<Future<?>> closers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      closers.add(
          Background.call(
              () -> {
                start.await();
                transport.close();
                return 0;
              }));
    }
    start.countDown();
    for (Future<?> closer : closers) {
      closer.get(SOON_S, SECONDS);
    }
    assertThat(received.get(SOON_S, SECONDS)).isEqualTo(-1);
  }

  @Test
  final void severalThreadsMaySendAtOnce() throws Exception {
    int each = 60;
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      senders.add(
          Background.call(
              () -> {
                var batch = new DatagramBatch(3);
                for (int sent = 0; sent < each; sent += 3) {
                  batch.clear();
                  for (int j = 0; j < 3; j++) {
                    add(batch, text(thread * each + sent + j, SMALL), receiver);
                  }
                  sendAll(sender, batch);
                }
                return 0;
              }));
    }
    for (Future<?> one : senders) {
      one.get(SOON_S, SECONDS);
    }
    List<String> arrived = texts(receive(receiver, THREADS * each));
    for (int thread = 0; thread < THREADS; thread++) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < each; i++) {
        expected.add(text(thread * each + i, SMALL));
      }
      assertThat(arrived.stream().filter(expected::contains).toList()).isEqualTo(expected);
    }
  }

  @Test
  final void severalThreadsMaySendUntilTheTransportIsClosed() throws Exception {
    UdpTransport sender = bound(IPV4);
    UdpTransport receiver = bound(IPV4);
    var sending = new CountDownLatch(THREADS);
    var closed = new CountDownLatch(1);
    List<Future<?>> senders = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      senders.add(
          Background.call(
              () -> {
                var batch = batchOf(text(0, SMALL), receiver);
                sendAll(sender, batch);
                sending.countDown();
                while (closed.getCount() > 0) {
                  sender.send(batch, 0, 1);
                }
                sender.send(batch, 0, 1);
                assertThat(outcomes(batch)).as("after close").containsExactly(Outcome.REFUSED);
                return 0;
              }));
    }
    assertThat(sending.await(SOON_S, SECONDS)).isTrue();
    sender.close();
    closed.countDown();
    for (Future<?> one : senders) {
      one.get(SOON_S, SECONDS);
    }
  }

  private UdpTransport bound(String address) throws Exception {
    UdpTransport transport = open(spec(at(address, 0)));
    opened.add(transport);
    return transport;
  }

  private static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static UdpSpec spec(InetSocketAddress address) {
    return new UdpSpec(address, /* dontFragment= */ false, 1 << 20, 0, /* offload= */ true);
  }

  /** A text that names its number and that no other number has at any place. */
  private static String text(int number, int length) {
    String unit = number + ".";
    return unit.repeat(length / unit.length() + 1).substring(0, length);
  }

  private static String[] texts(int... numbers) {
    return Arrays.stream(numbers).mapToObj(i -> text(i, SMALL)).toArray(String[]::new);
  }

  private static List<String> texts(List<Arrived> arrived) {
    return arrived.stream().map(Arrived::text).toList();
  }

  private static int add(DatagramBatch batch, String text, UdpTransport to) {
    return add(batch, text, to.localAddress());
  }

  private static int add(DatagramBatch batch, String text, InetSocketAddress to) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, batch.packets().array(), batch.packets().nextStart(), bytes.length);
    return batch.add(bytes.length, to);
  }

  private static DatagramBatch batchOf(String text, UdpTransport to) {
    return batchOf(text, to.localAddress());
  }

  private static DatagramBatch batchOf(String text, InetSocketAddress to) {
    var batch = new DatagramBatch(1);
    add(batch, text, to);
    return batch;
  }

  private static void sendAll(UdpTransport sender, DatagramBatch batch) {
    sender.send(batch, 0, batch.count());
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
  }

  private static List<Outcome> outcomes(DatagramBatch batch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      outcomes.add(batch.outcome(slot));
    }
    return outcomes;
  }

  private static List<Arrived> receive(UdpTransport from, int count) throws Exception {
    return receive(from, count, new DatagramBatch(64));
  }

  private static List<Arrived> receive(UdpTransport from, int count, DatagramBatch batch)
      throws Exception {
    return receiveInBackground(from, count, batch).get(SOON_S, SECONDS);
  }

  /** Receives until there are as many datagrams, and no more than that. */
  private static Future<List<Arrived>> receiveInBackground(
      UdpTransport from, int count, DatagramBatch batch) {
    return Background.call(
        () -> {
          List<Arrived> arrived = new ArrayList<>();
          while (arrived.size() < count) {
            int received = from.receive(batch);
            assertThat(received).isPositive().isEqualTo(batch.count());
            for (int slot = 0; slot < received; slot++) {
              String text =
                  new String(
                      batch.packets().array(),
                      batch.packets().offset(slot),
                      batch.packets().length(slot),
                      US_ASCII);
              arrived.add(new Arrived(text, batch.address(slot)));
            }
          }
          return arrived;
        });
  }

  private static void assertBlocked(Future<?> call) {
    assertThatThrownBy(() -> call.get(BLOCKED_MS, MILLISECONDS))
        .as("a call that waits")
        .isInstanceOf(TimeoutException.class);
  }
}
