package io.github.tinc4j.core.node;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.TincNodeBuilder;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.io.HostSystems;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Nodes alpha and beta on loopback, with ports of the system's choice. */
final class TestNodes {

  static final NodeName ALPHA = NodeName.of("alpha");
  static final NodeName BETA = NodeName.of("beta");

  /** For what is not to time out, however busy the machine is. */
  private static final Duration LONG = Duration.ofSeconds(60);

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<NodeName, KeyPair> keys = Map.of(ALPHA, newKey(), BETA, newKey());
  private final Map<NodeName, HostConfig> hosts = new ConcurrentHashMap<>();

  TestNodes() {
    keys.keySet().forEach(name -> hosts.put(name, host(name).build()));
  }

  /** Threads of the usual priority. */
  static NodeThreads threads() {
    try {
      return NodeThreads.of(HostSystems.find(), null);
    } catch (TincException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private KeyPair key(NodeName name) {
    KeyPair key = keys.get(name);
    if (key == null) {
      throw new AssertionError("no node " + name);
    }
    return key;
  }

  private HostConfig.Builder host(NodeName name) {
    return HostConfig.builder(name).publicKey((RSAPublicKey) key(name).getPublic());
  }

  /** What all nodes are told of {@code name} from now on: where it listens. */
  void address(NodeName name, int port) {
    address(name, "127.0.0.1", port);
  }

  void address(NodeName name, String ip, int port) {
    hosts.put(name, host(name).address(ip, port).build());
  }

  /** Settings of a node that only relays. */
  NodeConfig.Builder config(NodeName name) {
    return config(name, "127.0.0.1");
  }

  /** Settings of a node that listens at {@code ip}. */
  NodeConfig.Builder config(NodeName name, String ip) {
    return NodeConfig.builder(name, (RSAPrivateKey) key(name).getPrivate())
        .hosts(hosts::get)
        .bindToAddress(new ListenAddress(ip, 0))
        .pingTimeout(LONG)
        .deviceType("dummy");
  }

  TincNodeBuilder builder(NodeName name, NodeName... connectTo) {
    NodeConfig.Builder config = config(name);
    for (NodeName peer : connectTo) {
      config.connectTo(peer);
    }
    return TincNode.builder().config(config.build());
  }

  /** Starts a node and tells all others where it listens. */
  TincNode start(TincNodeBuilder builder) throws TincException {
    TincNode node = builder.start();
    address(node.name(), node.listenAddresses().get(0).getPort());
    return node;
  }
}
