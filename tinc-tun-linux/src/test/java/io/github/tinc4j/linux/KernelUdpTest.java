package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import io.github.tinc4j.testkit.Background;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams of the real kernel through a link between two namespaces. */
@NullMarked
@Timeout(120)
class KernelUdpTest {

  private static final String HERE = "10.78.0.1";
  private static final String THERE = "10.78.0.2";
  private static final String NOBODY = "10.78.0.99";
  private static final String BROADCAST = "10.78.0.255";
  private static final String HERE6 = "fd78::1";
  private static final String THERE6 = "fd78::2";
  private static final String ANY = "::";

  private static final int IPV4_AND_UDP = 20 + 8;
  private static final int IPV6_AND_UDP = 40 + 8;

  /** A bound for what should happen at once. */
  private static final long SOON_S = 20;

  private final SpySockets hereCalls = new SpySockets();
  private final SpySockets thereCalls = new SpySockets();
  private final List<UdpTransport> opened = new ArrayList<>();
  private final List<NetworkNamespace> namespaces = new ArrayList<>();
  private final String link = KernelFixture.uniqueName();
  private final String linkThere = link + "p";
  private NetworkNamespace here;
  private NetworkNamespace there;

  @BeforeEach
  void linkTwoNamespaces() throws Exception {
    Needs.namespaces();
    here = namespace();
    there = namespace();
    Shell.must(List.of("ip", "link", "add", link, "type", "veth", "peer", "name", linkThere));
    here.take(link, HERE + "/24", HERE6 + "/64");
    there.take(linkThere, THERE + "/24", THERE6 + "/64");
    here.awaitUp(link);
    there.awaitUp(linkThere);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    opened.forEach(UdpTransport::close);
    for (NetworkNamespace namespace : namespaces) {
      namespace.remove();
    }
  }

  @ParameterizedTest
  @CsvSource({
    HERE + "," + THERE + "," + IPV4_AND_UDP + ",1500",
    HERE + "," + THERE + "," + IPV4_AND_UDP + ",1280",
    HERE6 + "," + THERE6 + "," + IPV6_AND_UDP + ",1500",
    HERE6 + "," + THERE6 + "," + IPV6_AND_UDP + ",1280",
    ANY + "," + THERE + "," + IPV4_AND_UDP + ",1500",
    ANY + "," + THERE6 + "," + IPV6_AND_UDP + ",1280",
  })
  void whatFillsThePathGoesAndOneByteMoreIsTooLong(String from, String to, int headers, int mtu)
      throws Exception {
    mtu(mtu);
    UdpTransport sender = openHere(from, true, true);
    UdpTransport receiver = openThere(to, true);
    int fits = mtu - headers;
    var batch = new DatagramBatch(8);
    for (int length : new int[] {fits, fits + 1, fits, fits, fits + 1, fits + 1, fits, 7}) {
      add(batch, length, receiver.localAddress());
    }
    sender.send(batch, 0, 8);
    assertThat(outcomes(batch))
        .containsExactly(
            Outcome.SENT,
            Outcome.TOO_LONG,
            Outcome.SENT,
            Outcome.SENT,
            Outcome.TOO_LONG,
            Outcome.TOO_LONG,
            Outcome.SENT,
            Outcome.SENT);
    assertThat(receive(receiver, 5))
        .containsExactly(text(0, fits), text(2, fits), text(3, fits), text(6, fits), text(7, 7));
    int messages = hereCalls.messagesSent();
    batch.clear();
    add(batch, fits, receiver.localAddress());
    add(batch, fits, receiver.localAddress());
    sender.send(batch, 0, 2);
    assertThat(hereCalls.messagesSent()).as("still joined").isEqualTo(messages + 1);
    assertThat(receive(receiver, 2)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereFragmentsAreAllowedLongDatagramsArriveWhole(boolean offload) throws Exception {
    UdpTransport sender = openHere(HERE, false, offload);
    UdpTransport receiver = openThere(THERE, true);
    var batch = new DatagramBatch(6);
    for (int length : new int[] {1900, 1900, 1900, 1473, 1472, 1472}) {
      add(batch, length, receiver.localAddress());
    }
    sender.send(batch, 0, 6);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(receiver, 6))
        .containsExactly(
            text(0, 1900),
            text(1, 1900),
            text(2, 1900),
            text(3, 1473),
            text(4, 1472),
            text(5, 1472));
  }

  @ParameterizedTest
  @CsvSource({HERE + "," + THERE, HERE6 + "," + THERE6})
  void joinedDatagramsCrossTheLinkJoined(String from, String to) throws Exception {
    UdpTransport sender = openHere(from, true, true);
    UdpTransport receiver = openThere(to, true);
    var batch = new DatagramBatch(100);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      int length = i == 60 ? 200 : 1400;
      add(batch, length, receiver.localAddress());
      expected.add(text(i, length));
    }
    sender.send(batch, 0, 100);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(receiver, 100)).isEqualTo(expected);
    assertThat(hereCalls.sends()).isEqualTo(1);
    assertThat(hereCalls.messagesSent()).isEqualTo(3);
    assertThat(thereCalls.messagesReceived()).isLessThan(10);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void oneSideAloneMayJoin(boolean sending, boolean receiving) throws Exception {
    UdpTransport sender = openHere(HERE, true, sending);
    UdpTransport receiver = openThere(THERE, receiving);
    var batch = new DatagramBatch(50);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      add(batch, 1400, receiver.localAddress());
      expected.add(text(i, 1400));
    }
    sender.send(batch, 0, 50);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(receiver, 50)).isEqualTo(expected);
  }

  @Test
  void aLinkWithoutChecksumOffloadLosesNothing() throws Exception {
    UdpTransport sender = openHere(HERE, true, true);
    UdpTransport receiver = openThere(THERE, true);
    here.call(
        () -> {
          switchChecksumsOff(link);
          return 0;
        });
    var batch = new DatagramBatch(50);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      add(batch, 1400, receiver.localAddress());
      expected.add(text(i, 1400));
    }
    for (int round = 0; round < 2; round++) {
      sender.send(batch, 0, 50);
      assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
      assertThat(receive(receiver, 50)).isEqualTo(expected);
    }
  }

  @Test
  void anInterfaceThatIsDownRefusesAndOneThatIsUpAgainSends() throws Exception {
    UdpTransport sender = openHere(ANY, true, true);
    UdpTransport receiver = openThere(THERE, true);
    here.must("ip", "link", "set", link, "down");
    var batch = new DatagramBatch(3);
    for (int i = 0; i < 3; i++) {
      add(batch, 100, receiver.localAddress());
    }
    sender.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsOnly(Outcome.REFUSED);
    here.must("ip", "link", "set", link, "up");
    here.awaitUp(link);
    there.awaitUp(linkThere);
    sender.send(batch, 0, 3);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(receiver, 3)).hasSize(3);
  }

  @Test
  void aFullBufferIsSaidAndDoesNotBlock() throws Exception {
    UdpTransport sender =
        here.call(
            () -> open(hereCalls, new UdpSpec(at(HERE, 0), true, 0, /* sendBuffer= */ 1, true)));
    // Nobody answers who has that address, and until that is sure the system keeps them.
    var batch = new DatagramBatch(40);
    for (int i = 0; i < 40; i++) {
      add(batch, 1000 + i, at(NOBODY, 655));
    }
    sender.send(batch, 0, 40);
    assertThat(outcomes(batch)).contains(Outcome.SENT, Outcome.WOULD_BLOCK);
    assertThat(outcomes(batch)).doesNotContain(Outcome.REFUSED, Outcome.TOO_LONG);
  }

  @Test
  void broadcastsReachTheLink() throws Exception {
    UdpTransport sender = openHere(HERE, true, true);
    UdpTransport receiver = openThere("0.0.0.0", true);
    var batch = new DatagramBatch(2);
    add(batch, 100, at(BROADCAST, receiver.localAddress().getPort()));
    add(batch, 100, at("255.255.255.255", receiver.localAddress().getPort()));
    here.must("ip", "route", "add", "255.255.255.255", "dev", link);
    sender.send(batch, 0, 2);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(receiver, 2)).containsExactly(text(0, 100), text(1, 100));
  }

  @Test
  void linkLocalAddressesKeepTheirLink() throws Exception {
    UdpTransport sender = openHere(ANY, true, true);
    UdpTransport receiver = openThere(ANY, true);
    int scope = here.call(() -> NetworkInterface.getByName(link).getIndex());
    int scopeThere = there.call(() -> NetworkInterface.getByName(linkThere).getIndex());
    awaitLinkLocal(here);
    awaitLinkLocal(there);
    byte[] allNodes = InetAddress.getByName("ff02::1").getAddress();
    var batch = new DatagramBatch(1);
    add(
        batch,
        100,
        new InetSocketAddress(
            Inet6Address.getByAddress(null, allNodes, scope), receiver.localAddress().getPort()));
    sender.send(batch, 0, 1);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);

    assertThat(Background.call(() -> receiver.receive(batch)).get(SOON_S, TimeUnit.SECONDS))
        .isEqualTo(1);
    InetSocketAddress source = batch.address(0);
    assertThat(source.getAddress().isLinkLocalAddress()).isTrue();
    assertThat(((Inet6Address) source.getAddress()).getScopeId()).isEqualTo(scopeThere);
    receiver.send(batch, 0, 1);
    assertThat(outcomes(batch)).containsOnly(Outcome.SENT);
    assertThat(receive(sender, 1)).containsExactly(text(0, 100));
  }

  /** Until the address is known to be the only one, nothing can be sent from it. */
  private static void awaitLinkLocal(NetworkNamespace namespace) throws Exception {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_S);
    String addresses;
    do {
      assertThat(System.nanoTime()).as("no address that is sure").isLessThan(deadlineNs);
      addresses = namespace.must("ip", "-6", "address", "show", "scope", "link");
    } while (!addresses.contains("fe80:") || addresses.contains("tentative"));
  }

  private NetworkNamespace namespace() throws Exception {
    var namespace = new NetworkNamespace();
    namespaces.add(namespace);
    namespace.must("ip", "link", "set", "lo", "up");
    return namespace;
  }

  private void mtu(int mtu) throws Exception {
    here.must("ip", "link", "set", link, "mtu", Integer.toString(mtu));
    there.must("ip", "link", "set", linkThere, "mtu", Integer.toString(mtu));
  }

  private UdpTransport openHere(String address, boolean dontFragment, boolean offload)
      throws Exception {
    return here.call(
        () -> open(hereCalls, new UdpSpec(at(address, 0), dontFragment, 0, 0, offload)));
  }

  private UdpTransport openThere(String address, boolean offload) throws Exception {
    return there.call(() -> open(thereCalls, new UdpSpec(at(address, 0), true, 0, 0, offload)));
  }

  private UdpTransport open(SocketCalls calls, UdpSpec spec) throws IOException {
    UdpTransport transport = new UdpOpener(calls).open(spec);
    opened.add(transport);
    return transport;
  }

  /**
   * As {@code ethtool -K NAME tx off}: {@code struct ethtool_value} ({@code linux/ethtool.h}) is
   * command (4 bytes) and value (4); its address stands in the union of {@code struct ifreq}.
   */
  private static void switchChecksumsOff(String name) throws IOException {
    int ethtoolSetTxChecksum = 0x17;
    long siocEthtool = 0x8946;
    SystemCalls calls = Libc.load();
    SocketCalls sockets = LibcSockets.load();
    var value = new OffHeap(2 * Integer.BYTES);
    var ifreq = new OffHeap(TunOpener.IFREQ_SIZE);
    int fd = sockets.socket(Sockaddr.AF_INET, NativeSocket.SOCK_DGRAM, 0);
    try {
      value.bytes().putInt(0, ethtoolSetTxChecksum).putInt(Integer.BYTES, 0);
      ifreq.bytes().put(0, name.getBytes(StandardCharsets.US_ASCII));
      ifreq.bytes().putLong(TunOpener.IFREQ_FLAGS, value.address());
      if (calls.ioctl(fd, siocEthtool, ifreq.address()) < 0) {
        throw new IOException("ethtool on " + name + ": " + calls.errorText(calls.errno()));
      }
    } finally {
      Reference.reachabilityFence(value);
      Reference.reachabilityFence(ifreq);
      sockets.close(fd);
    }
  }

  private static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  /** A text of which no other number has a copy at any place. */
  private static String text(int number, int length) {
    String unit = number + ".";
    return unit.repeat(length / unit.length() + 1).substring(0, length);
  }

  private static void add(DatagramBatch batch, int length, InetSocketAddress to) {
    UdpFixture.add(batch, text(batch.count(), length), to);
  }

  private static List<Outcome> outcomes(DatagramBatch batch) {
    return UdpFixture.outcomes(batch);
  }

  /** Receives so many datagrams; a thread that waits in the kernel cannot be interrupted. */
  private static List<String> receive(UdpTransport from, int count) throws Exception {
    return Background.call(
            () -> {
              List<String> arrived = new ArrayList<>();
              var batch = new DatagramBatch(64);
              while (arrived.size() < count) {
                assertThat(from.receive(batch)).isPositive();
                arrived.addAll(UdpFixture.texts(batch));
              }
              return arrived;
            })
        .get(SOON_S, TimeUnit.SECONDS);
  }
}
