package io.github.tinc4j.examples.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.testkit.Packets;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that is told {@code DeviceType = echo} finds the device by itself. */
@Timeout(300)
class NodeWithEchoDeviceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final NodeName ECHO = NodeName.of("echo");
  private static final NodeName ASKER = NodeName.of("asker");

  private final KeyPair echoKeys = keys();
  private final KeyPair askerKeys = keys();

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static NodeConfig.Builder node(NodeName name, KeyPair keys, String address) {
    return NodeConfig.builder(name, (RSAPrivateKey) keys.getPrivate())
        .bindToAddress(new ListenAddress("127.0.0.1", 0))
        .subnet(Subnet.parse(address));
  }

  private static HostConfig.Builder host(NodeName name, KeyPair keys) {
    return HostConfig.builder(name).publicKey((RSAPublicKey) keys.getPublic());
  }

  @Test
  void itAnswersPingsOfTheMesh() throws Exception {
    NodeConfig answering =
        node(ECHO, echoKeys, "10.21.0.1")
            .deviceType("echo")
            .hosts(host(ASKER, askerKeys).build())
            .build();
    try (TincNode echo = TincNode.builder().config(answering).start()) {
      int port = echo.listenAddresses().get(0).getPort();
      NodeConfig asking =
          node(ASKER, askerKeys, "10.21.0.2")
              .hosts(host(ECHO, echoKeys).address("127.0.0.1", port).build())
              .connectTo(ECHO)
              .build();
      var device = new MemoryDevice("asker");
      try (TincNode asker = TincNode.builder().config(asking).device(device).start()) {
        assertThat(asker.awaitReachable(ECHO, PATIENCE)).isTrue();
        assertThat(echo.awaitReachable(ASKER, PATIENCE)).isTrue();
        byte[] ping =
            Packets.icmpEcho4(
                InetAddress.getByName("10.21.0.2"),
                InetAddress.getByName("10.21.0.1"),
                1,
                1,
                new byte[56]);
        device.send(ping);
        byte[] answer =
            Objects.requireNonNull(
                device.receive(PATIENCE.toSeconds(), TimeUnit.SECONDS), "no answer");
        assertThat(answer).isEqualTo(Packets.echoReplyTo(ping));
        assertThat(Packets.checksumsValid(answer)).isTrue();
      }
    }
  }
}
