package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FaultyHost.Call;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.HostSystem.Bound;
import io.github.tinc4j.tun.OffHeap;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of the loopback interface, by the real kernel. Anybody may bind to it since 5.7. */
@NullMarked
@Timeout(30)
class HostSocketsTest {

  private static final String LOOPBACK = "lo";

  private final FaultyHost kernel = new FaultyHost();
  private final HostSockets sockets = new HostSockets(kernel, new OwnDescriptors(kernel));
  private Set<String> before = Set.of();

  @BeforeEach
  void remember() throws IOException {
    // What the JDK opens once for all of its channels is open then.
    ServerSocketChannel.open().close();
    DatagramChannel.open().close();
    Selector.open().close();
    before = openSockets();
  }

  @AfterEach
  void nothingIsLeftOpen() throws IOException {
    assertThat(kernel.openDescriptors()).isEmpty();
    assertThat(openSockets()).isEqualTo(before);
  }

  /** Each by its inode. */
  private static Set<String> openSockets() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(HostSocketsTest::target)
          .filter(target -> target.startsWith("socket:"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "that of the listing itself";
    }
  }

  private static InetSocketAddress at(String address, int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static BindSpec on(String interfaceName, InetSocketAddress address) {
    return new BindSpec(address, false, interfaceName);
  }

  /** Whether the kernel says so. */
  private String interfaceOf(InetSocketAddress local, int type) throws IOException {
    int fd = new OwnDescriptors(kernel).find(type, local);
    var memory = new OffHeap(32);
    memory.bytes().putInt(16, 16);
    int answer =
        kernel.getsockopt(
            fd, 1, NativeSocket.SO_BINDTODEVICE, memory.address(), memory.address() + 16);
    assertThat(answer).isZero();
    int length = memory.bytes().getInt(16);
    byte[] name = new byte[Math.max(0, length - 1)];
    memory.bytes().get(0, name);
    return new String(name, US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, 127.0.0.1", "::1, ::1", "::, ::1", "::, 127.0.0.1"})
  void aChannelListensAtTheInterfaceWithASelector(String own, String target) throws Exception {
    Bound<ServerSocketChannel> bound = sockets.listen(on(LOOPBACK, at(own, 0)));
    try (ServerSocketChannel server = bound.channel();
        Selector selector = Selector.open()) {
      InetSocketAddress local = bound.localAddress();
      assertThat(local.getAddress()).isEqualTo(InetAddress.getByName(own));
      assertThat(local.getPort()).isPositive();
      assertThat(interfaceOf(local, HostSocket.SOCK_STREAM)).isEqualTo(LOOPBACK);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      for (int round = 0; round < 3; round++) {
        meet(selector, server, at(target, local.getPort()));
      }
    }
  }

  private static void meet(Selector selector, ServerSocketChannel server, InetSocketAddress target)
      throws IOException {
    try (SocketChannel client = SocketChannel.open(target)) {
      assertThat(selector.select(ready -> {})).isEqualTo(1);
      try (SocketChannel accepted = server.accept()) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
        // By the family of its socket; the node sets it on each connection.
        accepted.setOption(StandardSocketOptions.IP_TOS, 0x10);
        client.write(ByteBuffer.wrap("hello".getBytes(US_ASCII)));
        var read = ByteBuffer.allocate(5);
        while (read.hasRemaining() && accepted.read(read) >= 0) {}
        assertThat(new String(read.array(), US_ASCII)).isEqualTo("hello");
      }
      assertThat(server.accept()).isNull();
    }
  }

  @Test
  void aPortThatListensMayBeHadAgainAtOnce() throws Exception {
    Bound<ServerSocketChannel> first = sockets.listen(on(LOOPBACK, at("127.0.0.1", 0)));
    try (SocketChannel client = SocketChannel.open(first.localAddress())) {
      first.channel().accept().close();
      first.channel().close();
      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      sockets.listen(on(LOOPBACK, first.localAddress())).channel().close();
    }
  }

  @Test
  void aSocketMayBeOfOneInterfaceAndOfIpv6Only() throws Exception {
    Bound<ServerSocketChannel> bound = sockets.listen(new BindSpec(at("::", 0), true, LOOPBACK));
    int port = bound.localAddress().getPort();
    try (ServerSocketChannel server = bound.channel();
        ServerSocketChannel ipv4 = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
      assertThat(interfaceOf(bound.localAddress(), HostSocket.SOCK_STREAM)).isEqualTo(LOOPBACK);
      assertThat(server.isOpen()).isTrue();
      assertThat(ipv4.bind(at("127.0.0.1", port)).isOpen()).as("has the port too").isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1, 127.0.0.1", "0.0.0.0, 127.0.0.1", "::1, ::1", "::, ::1", "::, 127.0.0.1"})
  void datagramsGoBothWaysByTheInterface(String own, String target) throws Exception {
    Bound<DatagramChannel> bound = sockets.bind(on(LOOPBACK, at(own, 0)));
    try (DatagramChannel channel = bound.channel();
        DatagramChannel peer = DatagramChannel.open().bind(at(target, 0))) {
      InetSocketAddress local = bound.localAddress();
      assertThat(interfaceOf(local, HostSocket.SOCK_DGRAM)).isEqualTo(LOOPBACK);
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 100_000);
      peer.send(ByteBuffer.wrap(new byte[] {1}), at(target, local.getPort()));
      var received = ByteBuffer.allocate(9);
      assertThat(channel.receive(received)).isEqualTo(peer.getLocalAddress());
      assertThat(received.position()).isEqualTo(1);
      assertThat(channel.send(ByteBuffer.wrap(new byte[] {1, 2}), peer.getLocalAddress()))
          .isEqualTo(2);
      assertThat(((InetSocketAddress) peer.receive(received.clear())).getPort())
          .isEqualTo(local.getPort());
      assertThat(received.position()).isEqualTo(2);
    }
  }

  @Test
  void theIpv6WildcardAloneLeavesThePortOfIpv4ToOthers() throws Exception {
    try (ServerSocketChannel ipv4 =
            ServerSocketChannel.open(StandardProtocolFamily.INET).bind(at("0.0.0.0", 0));
        DatagramChannel udp4 = DatagramChannel.open(StandardProtocolFamily.INET)) {
      int port = ((InetSocketAddress) ipv4.getLocalAddress()).getPort();
      udp4.bind(at("0.0.0.0", port));
      var where = new BindSpec(at("::", port), true, null);
      Bound<DatagramChannel> bound = sockets.bind(where);
      assertThat(bound.localAddress()).isEqualTo(where.address());
      try (DatagramChannel udp6 = bound.channel();
          DatagramChannel sender = DatagramChannel.open();
          ServerSocketChannel ipv6 = sockets.listen(where).channel();
          SocketChannel client4 = SocketChannel.open(at("127.0.0.1", port));
          SocketChannel client6 = SocketChannel.open(at("::1", port));
          SocketChannel accepted4 = ipv4.accept();
          SocketChannel accepted6 = ipv6.accept()) {
        assertThat(accepted4.getRemoteAddress()).isEqualTo(client4.getLocalAddress());
        assertThat(accepted6.getRemoteAddress()).isEqualTo(client6.getLocalAddress());
        for (int version : new int[] {4, 6}) {
          byte[] datagram = {(byte) version};
          sender.send(ByteBuffer.wrap(datagram), at(version == 4 ? "127.0.0.1" : "::1", port));
          var received = ByteBuffer.allocate(9);
          assertThat((version == 4 ? udp4 : udp6).receive(received)).isNotNull();
          assertThat(received.flip()).isEqualTo(ByteBuffer.wrap(datagram));
        }
      }
      assertThatThrownBy(() -> sockets.listen(new BindSpec(at("::", port))))
          .as("with IPv4 it would take what is taken")
          .isInstanceOf(BindException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", ""})
  void aConnectionIsBoundBeforeItIsMade(String source) throws Exception {
    try (ServerSocket server = new ServerSocket(0);
        SocketChannel channel = SocketChannel.open()) {
      channel.bind(source.isEmpty() ? null : at(source, 0));
      sockets.bindToInterface(channel, LOOPBACK);
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(interfaceOf(local, HostSocket.SOCK_STREAM)).isEqualTo(LOOPBACK);
      String target = source.isEmpty() ? "127.0.0.1" : source;
      assertThat(channel.connect(at(target, server.getLocalPort()))).isTrue();
      assertThat(((InetSocketAddress) channel.getLocalAddress()).getPort())
          .isEqualTo(local.getPort());
    }
  }

  @Test
  void aConnectionOfIpv4OnlyIsFoundToo() throws Exception {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
      channel.bind(null);
      sockets.bindToInterface(channel, LOOPBACK);
      var local = (InetSocketAddress) channel.getLocalAddress();
      assertThat(local.getAddress()).isInstanceOf(Inet4Address.class);
      assertThat(interfaceOf(local, HostSocket.SOCK_STREAM)).isEqualTo(LOOPBACK);
    }
  }

  @Test
  void aConnectionWithoutAPortIsTheCallersFault() throws Exception {
    try (SocketChannel channel = SocketChannel.open()) {
      assertThatThrownBy(() -> sockets.bindToInterface(channel, LOOPBACK))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("not bound: ");
    }
  }

  @Test
  void aDescriptorThatIsNotTheOnlyOneIsNotGuessed() throws Exception {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.bind(at("127.0.0.1", 0));
      var local = (InetSocketAddress) channel.getLocalAddress();
      int fd = new OwnDescriptors(kernel).find(HostSocket.SOCK_STREAM, local);
      int other = fd + 500;
      assertThat(kernel.dup3(fd, other, 0)).isEqualTo(other);
      try {
        assertThatThrownBy(() -> sockets.bindToInterface(channel, LOOPBACK))
            .isInstanceOf(IOException.class)
            .hasMessage("more than one socket is bound to " + local);
      } finally {
        kernel.close(other);
      }
    }
  }

  @Test
  void whereDescriptorsAreNotListedNothingIsFound(@TempDir Path empty) throws Exception {
    var blind = new HostSockets(kernel, new OwnDescriptors(kernel, empty));
    assertThatThrownBy(() -> blind.listen(on(LOOPBACK, at("127.0.0.1", 0))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no socket that is bound to /127.0.0.1:")
        .hasMessageEndingWith("is listed in " + empty);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nosuch0", "", "a-name-of-16-byte", "lo\u0000"})
  void anInterfaceThatIsNotThereIsNamed(String name) throws Exception {
    for (String address : new String[] {"127.0.0.1", "::"}) {
      assertThatThrownBy(() -> sockets.listen(on(name, at(address, 0))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
      assertThatThrownBy(() -> sockets.bind(on(name, at(address, 0))))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
    }
    try (SocketChannel channel = SocketChannel.open().bind(null)) {
      assertThatThrownBy(() -> sockets.bindToInterface(channel, name))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void anAddressThatIsTakenIsABindException() throws Exception {
    try (ServerSocketChannel server = sockets.listen(on(LOOPBACK, at("127.0.0.1", 0))).channel();
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> sockets.listen(on(LOOPBACK, at("127.0.0.1", taken.getLocalPort()))))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("/127.0.0.1:" + taken.getLocalPort());
      assertThat(server.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES})
  void whatTellsOfTheAddressIsABindException(int errno) {
    kernel.failNext(Call.BIND, errno);
    assertThatThrownBy(() -> sockets.bind(on(LOOPBACK, at("127.0.0.1", 0))))
        .isInstanceOf(BindException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SOCKET, open a socket",
    "SETSOCKOPT, set option 1/2 of socket /[0:0:0:0:0:0:0:1]:0",
    "GETSOCKNAME, ask for the address",
    "BIND, bind a socket to",
    "LISTEN, listen",
    "DUP3, duplicate a descriptor"
  })
  void aStepThatFailsIsAnErrorAndLeavesNothingOpen(Call call, String message) {
    kernel.failNext(call, Errno.ENOBUFS);
    assertThatThrownBy(() -> sockets.listen(on(LOOPBACK, at("::1", 0))))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(BindException.class)
        .hasMessageContaining("cannot " + message)
        .hasMessageEndingWith("No buffer space available");
  }

  @Test
  void aDatagramSocketThatCannotBePutUnderItsChannelLeavesNothingOpen() {
    kernel.failNext(Call.DUP3, Errno.EBUSY);
    assertThatThrownBy(() -> sockets.bind(on(LOOPBACK, at("127.0.0.1", 0))))
        .isInstanceOf(IOException.class);
    kernel.failNext(Call.GETSOCKNAME, Errno.ENOBUFS);
    assertThatThrownBy(() -> sockets.bind(on(LOOPBACK, at("127.0.0.1", 0))))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot ask for the address of socket /127.0.0.1:0: ");
  }

  @Test
  void anAddressMustBeResolved() {
    var address = InetSocketAddress.createUnresolved("nowhere.invalid", 655);
    assertThatThrownBy(() -> sockets.listen(on(LOOPBACK, address)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere.invalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void anInheritedSocketIsAcceptedFromAndStaysWithWhoGaveIt(String own) throws Exception {
    try (ServerSocketChannel given = ServerSocketChannel.open().bind(at(own, 0))) {
      var local = (InetSocketAddress) given.getLocalAddress();
      int fd = new OwnDescriptors(kernel).find(HostSocket.SOCK_STREAM, local);
      Bound<ServerSocketChannel> adopted = sockets.adopt(fd);
      try (ServerSocketChannel server = adopted.channel();
          Selector selector = Selector.open()) {
        assertThat(adopted.localAddress()).isEqualTo(local);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        meet(selector, server, local);
      }
      given.configureBlocking(true);
      try (SocketChannel client = SocketChannel.open(local);
          SocketChannel accepted = given.accept()) {
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
      }
    }
  }

  @Test
  void whatIsNoListeningTcpSocketIsNotAdopted() throws Exception {
    try (DatagramChannel datagrams = DatagramChannel.open().bind(at("127.0.0.1", 0));
        SocketChannel silent = SocketChannel.open().bind(at("127.0.0.1", 0))) {
      var own = new OwnDescriptors(kernel);
      var udp = (InetSocketAddress) datagrams.getLocalAddress();
      var tcp = (InetSocketAddress) silent.getLocalAddress();
      for (int fd :
          new int[] {
            own.find(HostSocket.SOCK_DGRAM, udp), own.find(HostSocket.SOCK_STREAM, tcp), 0, 987_654
          }) {
        assertThatThrownBy(() -> sockets.adopt(fd))
            .isInstanceOf(IOException.class)
            .hasMessage("descriptor " + fd + " is no TCP socket that listens");
      }
    }
  }

  @Test
  void aListeningSocketOfAnotherKindIsNotAdopted(@TempDir Path directory) throws Exception {
    int unixFamily = 1;
    int fd = kernel.socket(unixFamily, HostSocket.SOCK_STREAM, 0);
    var name = new OffHeap(110);
    byte[] path = directory.resolve("socket").toString().getBytes(US_ASCII);
    name.bytes().putShort(0, (short) unixFamily).put(2, path);
    try {
      assertThat(kernel.bind(fd, name.address(), name.size())).isZero();
      assertThat(kernel.listen(fd, 1)).isZero();
      assertThatThrownBy(() -> sockets.adopt(fd))
          .isInstanceOf(IOException.class)
          .hasMessage("socket " + fd + " is neither of IPv4 nor of IPv6");
    } finally {
      kernel.close(fd);
    }
  }
}
