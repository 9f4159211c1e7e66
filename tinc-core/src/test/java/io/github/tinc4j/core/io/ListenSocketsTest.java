package io.github.tinc4j.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.forward.TestTable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.interfaces.RSAPrivateKey;
import org.junit.jupiter.api.Test;

class ListenSocketsTest {

  private static ListenSockets open(String... hosts) throws TincException {
    var config = NodeConfig.builder(NodeName.of("us"), mock(RSAPrivateKey.class)).port(0);
    for (String host : hosts) {
      config.bindToAddress(new ListenAddress(host, 0));
    }
    return ListenSockets.open(config.build(), new NioUdpProvider());
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
  void connectionsComeFromTheOnlySocketOfTheirFamily() throws IOException {
    try (ListenSockets sockets = open("127.0.0.2", "::1")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isEqualTo(TestTable.ip("127.0.0.2"));
      assertThat(sockets.sourceFor(TestTable.ip("fd00::1"))).isEqualTo(TestTable.ip("::1"));
    }
  }

  @Test
  void whereThereIsAChoiceTheSystemMakesIt() throws IOException {
    try (ListenSockets sockets = open("127.0.0.1", "127.0.0.2")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
      assertThat(sockets.sourceFor(TestTable.ip("::1"))).isNull();
    }
    try (ListenSockets sockets = open("127.0.0.1", "::")) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
      assertThat(sockets.sourceFor(TestTable.ip("::1"))).isNull();
    }
    try (ListenSockets sockets = open()) {
      assertThat(sockets.sourceFor(TestTable.ip("127.0.0.9"))).isNull();
    }
  }
}
