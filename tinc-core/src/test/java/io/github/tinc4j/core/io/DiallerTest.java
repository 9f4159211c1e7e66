package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.TestTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiallerTest {

  private static final InetAddress TARGET = TestTable.ip("127.0.0.9");

  private final FakeHost host = new FakeHost();
  private ListenSockets listening;

  @BeforeEach
  void listen() throws IOException {
    listening = listen("127.0.0.1", "127.0.0.2");
  }

  @AfterEach
  void close() {
    listening.close();
  }

  private static ListenSockets listen(String... addresses) throws IOException {
    var config = NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class));
    for (String address : addresses) {
      config.bindToAddress(new ListenAddress(address, 0));
    }
    var none = new JavaAlone();
    return ListenSockets.open(config.build(), new NioUdpProvider(none), none);
  }

  @Test
  void withoutAnInterfaceNothingIsBound() throws IOException {
    try (SocketChannel channel = new Dialler(listening, host, null).open(TARGET)) {
      assertThat(channel.getLocalAddress()).isNull();
      assertThat(channel.isBlocking()).isFalse();
    }
    assertThat(host.calls()).isEmpty();
  }

  @Test
  void aSocketHasAPortBeforeItIsBoundToItsInterface() throws IOException {
    try (SocketChannel channel = new Dialler(listening, host, "eth7").open(TARGET)) {
      assertThat(channel.isConnectionPending()).isFalse();
      assertThat(((InetSocketAddress) channel.getLocalAddress()).getAddress())
          .matches(InetAddress::isAnyLocalAddress);
    }
    assertThat(host.calls()).hasSize(1);
    assertThat(host.calls().get(0)).endsWith(" with a port eth7");
  }

  @Test
  void theOnlyAddressOfOursIsKeptBesideTheInterface() throws IOException {
    try (ListenSockets one = listen("127.0.0.2");
        SocketChannel channel = new Dialler(one, host, "eth7").open(TARGET)) {
      assertThat(host.calls()).containsExactly("bindToInterface 127.0.0.2 with a port eth7");
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void anotherInterfaceCountsFromThenOn() throws IOException {
    var dialler = new Dialler(listening, new JavaAlone(), null);
    dialler.open(TARGET).close();
    dialler.bindTo("eth8", host);
    dialler.open(TARGET).close();
    dialler.bindTo(null, new JavaAlone());
    dialler.open(TARGET).close();
    assertThat(host.calls()).hasSize(1);
    assertThat(host.calls().get(0)).endsWith(" eth8");
  }

  @Test
  void aSocketThatCannotBeBoundToItsInterfaceIsClosed() {
    host.fail("eth7: no such device");
    assertThatThrownBy(() -> new Dialler(listening, host, "eth7").open(TARGET))
        .isInstanceOf(IOException.class)
        .hasMessage("eth7: no such device");
    assertThat(host.calls()).hasSize(1);
    assertThat(host.allAreClosed()).isTrue();
  }
}
