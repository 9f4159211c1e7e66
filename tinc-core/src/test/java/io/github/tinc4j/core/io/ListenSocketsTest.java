package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.TestTable;
import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import io.github.tinc4j.spi.UdpTransportProvider;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenSocketsTest {

  private final FakeHost host = new FakeHost();

  private static NodeConfig.Builder config() {
    return NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class)).port(0);
  }

  private ListenSockets open(NodeConfig.Builder config) throws TincException {
    return ListenSockets.open(config.build(), new NioUdpProvider(host), host);
  }

  private ListenSockets open(String... hosts) throws TincException {
    NodeConfig.Builder config = config();
    for (String address : hosts) {
      config.bindToAddress(new ListenAddress(address, 0));
    }
    return open(config);
  }

  private static List<InetAddress> addresses(ListenSockets sockets) {
    return sockets.addresses().stream().map(InetSocketAddress::getAddress).toList();
  }

  @Test
  void theAddressFamilyDecidesWhatIsListenedOn() throws IOException {
    try (ListenSockets sockets = open(config().addressFamily(AddressFamily.IPV4))) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("0.0.0.0"));
    }
    try (ListenSockets sockets = open(config().addressFamily(AddressFamily.IPV6))) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::"));
    }
    var both = config().bindToAddress(new ListenAddress("127.0.0.1", 0));
    both.bindToAddress(new ListenAddress("::1", 0)).addressFamily(AddressFamily.IPV6);
    try (ListenSockets sockets = open(both)) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::1"));
    }
  }

  @Test
  void anAddressWithoutPortHasThatOfThePortVariable() throws IOException {
    int free = FakeHost.freePort();
    // Otherwise the system might choose the same one there.
    var taken = new ServerSocket(free, 1, TestTable.ip("127.0.0.4"));
    var config = config().port(free).bindToAddress(new ListenAddress("127.0.0.3", -1));
    config.bindToAddress(new ListenAddress("127.0.0.4", 0));
    try (taken;
        ListenSockets sockets = open(config)) {
      assertThat(addresses(sockets))
          .containsExactly(TestTable.ip("127.0.0.3"), TestTable.ip("127.0.0.4"));
      assertThat(sockets.addresses().get(0).getPort()).isEqualTo(free);
      assertThat(sockets.addresses().get(1).getPort()).isNotEqualTo(free).isPositive();
    }
  }

  @Test
  void anAddressThatCannotBeHadIsLeftOut() throws IOException {
    try (ListenSockets sockets = open("192.0.2.1", "127.0.0.1", "no.such.host.invalid")) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("127.0.0.1"));
    }
    assertThatThrownBy(() -> open("192.0.2.1", "no.such.host.invalid"))
        .isInstanceOf(TincException.class)
        .hasMessageStartingWith("cannot listen on any address: ");
  }

  @Test
  void noMoreThan128AddressesAreListenedOn() throws IOException {
    String[] hosts = new String[130];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = "127.0.1." + (i + 1);
    }
    try (ListenSockets sockets = open(hosts)) {
      assertThat(sockets.addresses()).hasSize(128);
    }
  }

  /** Writes down what is asked for. */
  private static final class RecordingProvider implements UdpTransportProvider {
    final List<UdpSpec> specs = new ArrayList<>();

    @Override
    public boolean available() {
      return true;
    }

    @Override
    public UdpTransport open(UdpSpec spec) {
      specs.add(spec);
      return mock(UdpTransport.class);
    }
  }

  @Test
  void socketsForUdpAreAsTheConfigurationSaysOnThePortOfTcp() throws IOException {
    var provider = new RecordingProvider();
    var config =
        config().bindToAddress(new ListenAddress("127.0.0.1", 0)).udpRcvBuf(7).udpSndBuf(8);
    try (ListenSockets sockets = ListenSockets.open(config.build(), provider, host)) {
      assertThat(provider.specs)
          .containsExactly(new UdpSpec(sockets.addresses().get(0), true, 7, 8, true));
    }
    provider.specs.clear();
    config.pmtuDiscovery(false).offload(false);
    try (ListenSockets sockets = ListenSockets.open(config.build(), provider, host)) {
      assertThat(provider.specs)
          .containsExactly(new UdpSpec(sockets.addresses().get(0), false, 7, 8, false));
    }
  }

  @Test
  void theIpv6WildcardTakesIpv4AsWell() throws IOException {
    try (ListenSockets sockets = open("0.0.0.0", "::")) {
      assertThat(sockets.addresses()).hasSize(1);
      int port = sockets.addresses().get(0).getPort();
      for (String host : new String[] {"127.0.0.1", "::1"}) {
        var to = new InetSocketAddress(TestTable.ip(host), port);
        try (SocketChannel channel = SocketChannel.open(to)) {
          assertThat(channel.isConnected()).isTrue();
        }
      }
    }
  }

  @Test
  void theIpv6WildcardAloneIsKeptOffIpv4ByTheHostSystem() throws IOException {
    var config = config().addressFamily(AddressFamily.IPV6);
    try (ListenSockets sockets = open(config)) {
      int port = sockets.addresses().get(0).getPort();
      // UDP may find the port taken; then there is another beginning.
      assertThat(host.calls())
          .endsWith(
              "listen /[0:0:0:0:0:0:0:0]:0 IPv6 only",
              "bind /[0:0:0:0:0:0:0:0]:" + port + " IPv6 only")
          .allMatch(call -> call.endsWith(" IPv6 only"));
      assertThat(sockets.udp()).noneMatch(UdpTransport::takesIpv4);
    }
    host.calls().clear();
    open("::", "0.0.0.0").close();
    open().close();
    assertThat(host.calls()).as("where IPv4 is wanted too").isEmpty();
  }

  @Test
  void wildcardsOfBothFamiliesOnTwoPortsAreTwoSockets() throws IOException {
    int port = FakeHost.freePort();
    NodeConfig.Builder config = config().bindToAddress(new ListenAddress("::", port));
    try (ListenSockets sockets = open(config.bindToAddress(new ListenAddress("0.0.0.0", 0)))) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::"), TestTable.ip("0.0.0.0"));
      assertThat(sockets.udp()).extracting(UdpTransport::takesIpv4).containsExactly(false, true);
    }
  }

  @Test
  void theStarIsTheWildcardOfEachFamilyThatIsWanted() throws IOException {
    NodeConfig.Builder config = config().bindToAddress(new ListenAddress("*", 0));
    try (ListenSockets sockets = open(config)) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::"));
      assertThat(sockets.udp()).allMatch(UdpTransport::takesIpv4);
    }
    try (ListenSockets sockets = open(config.addressFamily(AddressFamily.IPV4))) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("0.0.0.0"));
    }
    assertThat(host.calls()).isEmpty();
    try (ListenSockets sockets = open(config.addressFamily(AddressFamily.IPV6))) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::"));
      assertThat(sockets.udp()).noneMatch(UdpTransport::takesIpv4);
    }
  }

  @ParameterizedTest
  @CsvSource({"::, 127.0.0.1", "127.0.0.1, ::"})
  void javaAloneHasOneSocketForAllWhereItCannotKeepThemApart(String first, String second)
      throws IOException {
    int port = FakeHost.freePort();
    NodeConfig.Builder config = config().bindToAddress(new ListenAddress(first, port));
    config.bindToAddress(new ListenAddress(second, port));
    var alone = new JavaAlone();
    try (ListenSockets sockets =
        ListenSockets.open(config.build(), new NioUdpProvider(alone), alone)) {
      assertThat(addresses(sockets)).containsExactly(TestTable.ip("::"));
      assertThat(sockets.udp()).allMatch(UdpTransport::takesIpv4);
      sockets.tcp().get(0).channel().configureBlocking(true);
      try (SocketChannel client =
              SocketChannel.open(new InetSocketAddress(TestTable.ip("127.0.0.1"), port));
          SocketChannel accepted = sockets.tcp().get(0).accept()) {
        assertThat(accepted).isNotNull();
        assertThat(accepted.getRemoteAddress()).isEqualTo(client.getLocalAddress());
      }
    }
  }

  @Test
  void javaAloneEndsConnectionsByIpv4ThatAreNotWanted() throws IOException {
    var alone = new JavaAlone();
    NodeConfig config = config().addressFamily(AddressFamily.IPV6).build();
    try (ListenSockets sockets = ListenSockets.open(config, new NioUdpProvider(alone), alone)) {
      Listener listener = sockets.tcp().get(0);
      listener.channel().configureBlocking(true);
      int port = sockets.addresses().get(0).getPort();
      try (SocketChannel unwanted =
          SocketChannel.open(new InetSocketAddress(TestTable.ip("127.0.0.1"), port))) {
        assertThat(listener.accept()).isNull();
        assertThat(unwanted.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
      try (SocketChannel wanted =
              SocketChannel.open(new InetSocketAddress(TestTable.ip("::1"), port));
          SocketChannel accepted = listener.accept()) {
        assertThat(accepted).isNotNull();
        assertThat(accepted.getRemoteAddress()).isEqualTo(wanted.getLocalAddress());
      }
    }
  }

  @Test
  void connectionsComeFromTheOnlySocketOfTheirFamily() throws IOException {
    try (ListenSockets sockets = open("127.0.0.2", "::1")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isEqualTo(TestTable.ip("127.0.0.2"));
      assertThat(sockets.sourceFor(TestTable.ip("fd00::1"))).isEqualTo(TestTable.ip("::1"));
    }
    try (ListenSockets sockets = open("127.0.0.2", "::")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isEqualTo(TestTable.ip("127.0.0.2"));
      assertThat(sockets.sourceFor(TestTable.ip("fd00::1"))).isNull();
    }
  }

  @Test
  void whereThereIsAChoiceTheSystemMakesIt() throws IOException {
    try (ListenSockets sockets = open("127.0.0.1", "127.0.0.2")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
      assertThat(sockets.sourceFor(TestTable.ip("::1"))).isNull();
    }
    try (ListenSockets sockets = open("127.0.0.1", "::", "0.0.0.0")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
      assertThat(sockets.sourceFor(TestTable.ip("::1"))).isNull();
    }
    try (ListenSockets sockets = open()) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
    }
  }

  @Test
  void withoutAnInterfaceTheHostSystemIsNotAsked() throws IOException {
    open("127.0.0.1").close();
    assertThat(host.calls()).isEmpty();
  }

  @Test
  void socketsOfOneInterfaceAreOpenedByTheHostSystem() throws IOException {
    NodeConfig.Builder config =
        config().bindToInterface("eth7").bindToAddress(new ListenAddress("127.0.0.1", 0));
    try (ListenSockets sockets = open(config)) {
      int port = sockets.addresses().get(0).getPort();
      // UDP may find the port taken; then there is another beginning.
      assertThat(host.calls())
          .endsWith("listen /127.0.0.1:0 eth7", "bind /127.0.0.1:" + port + " eth7")
          .allMatch(call -> call.matches("(listen /127.0.0.1:0|bind /127.0.0.1:[0-9]+) eth7"));
      assertThat(sockets.udp().get(0).localAddress().getPort()).isEqualTo(port);
      assertThat(sockets.tcp()).noneMatch(listener -> listener.channel().isBlocking());
      connectTo(sockets.addresses().get(0));
    }
    assertThat(host.allAreClosed()).isTrue();
  }

  @Test
  void anInterfaceThatIsNotThereIsNamed() {
    host.fail("eth7: no such device");
    assertThatThrownBy(() -> open(config().bindToInterface("eth7")))
        .isInstanceOf(TincException.class)
        .hasMessageContaining("cannot listen on any address: eth7: no such device");
  }

  @Test
  void inheritedSocketsTakeThePlaceOfAllOthersAndHaveUdpBesideThem() throws IOException {
    host.inherit(3, "127.0.0.1");
    host.inherit(4, "127.0.0.2");
    NodeConfig.Builder config =
        config().inheritedSockets(List.of(3, 4)).bindToAddress(new ListenAddress("127.0.0.3", 0));
    try (ListenSockets sockets = open(config)) {
      assertThat(sockets.addresses()).containsExactly(host.addressOf(3), host.addressOf(4));
      assertThat(sockets.udp())
          .extracting(UdpTransport::localAddress)
          .containsExactly(host.addressOf(3), host.addressOf(4));
      assertThat(sockets.tcp()).noneMatch(listener -> listener.channel().isBlocking());
      connectTo(host.addressOf(4));
    }
    assertThat(host.allAreClosed()).isTrue();
  }

  @Test
  void wildcardsOfBothFamiliesOnOnePortShareOneUdpSocket() throws IOException {
    host.inherit(3, "127.0.0.1");
    host.inherit(4, "127.0.0.2");
    int port = host.addressOf(3).getPort();
    host.call(3, new InetSocketAddress("0.0.0.0", port));
    host.call(4, new InetSocketAddress("::", port));
    try (ListenSockets sockets = open(config().inheritedSockets(List.of(3, 4)))) {
      assertThat(sockets.addresses()).hasSize(2);
      assertThat(sockets.udp())
          .extracting(UdpTransport::localAddress)
          .containsExactly(host.addressOf(4));
    }
  }

  @Test
  void udpBesideAnInheritedIpv6WildcardTakesIpv4WhereNoOtherHasIt() throws IOException {
    host.inherit(3, "127.0.0.1");
    host.inherit(4, "127.0.0.2");
    int port = host.addressOf(4).getPort();
    host.call(3, new InetSocketAddress("::", port));
    var provider = new RecordingProvider();
    NodeConfig.Builder config = config().inheritedSockets(List.of(3));
    ListenSockets.open(config.build(), provider, host).close();
    host.inherit(3, "127.0.0.1");
    host.call(3, new InetSocketAddress("::", port));
    config.inheritedSockets(List.of(3, 4));
    ListenSockets.open(config.build(), provider, host).close();
    assertThat(provider.specs)
        .extracting(UdpSpec::bind)
        .containsExactly(
            new BindSpec(new InetSocketAddress("::", port)),
            new BindSpec(new InetSocketAddress("::", port), true, null),
            new BindSpec(new InetSocketAddress("127.0.0.2", port)));
  }

  @Test
  void anInheritedSocketOfNoUseEndsTheStart() {
    host.inherit(3, "127.0.0.1");
    assertThatThrownBy(() -> open(config().inheritedSockets(List.of(3, 4))))
        .isInstanceOf(TincException.class)
        .hasMessage("cannot accept from the inherited socket 4: not inherited");
    assertThat(host.allAreClosed()).isTrue();
  }

  @Test
  void withoutUdpBesideAnInheritedSocketThereIsNoStart() throws IOException {
    host.inherit(3, "127.0.0.1");
    try (DatagramChannel taken = DatagramChannel.open().bind(host.addressOf(3))) {
      assertThatThrownBy(() -> open(config().inheritedSockets(List.of(3))))
          .isInstanceOf(TincException.class)
          .hasMessageContaining("no UDP beside the inherited socket on " + host.addressOf(3))
          .hasCauseInstanceOf(BindException.class);
      assertThat(taken.isOpen()).isTrue();
    }
    assertThat(host.allAreClosed()).isTrue();
  }

  private static void connectTo(InetSocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open(address)) {
      assertThat(channel.isConnected()).isTrue();
    }
  }
}
