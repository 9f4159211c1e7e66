package io.github.tinc4j.testkit;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.KnownHosts;
import io.github.tinc4j.api.config.NodeConfig;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of a {@link SimMesh} are told: each has a number, a key and a subnet, all know
 * each other, and a test may change any of it.
 */
final class SimSettings {

  /** Enough for the meta cipher, and quick to make; nothing here is secret. */
  private static final int KEY_BITS = 512;

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, KeyPair> keys = new HashMap<>();
  private final Map<String, UnaryOperator<NodeConfig.Builder>> changes = new HashMap<>();
  private final Map<String, UnaryOperator<HostConfig.Builder>> hostChanges = new HashMap<>();
  private final Map<String, List<String>> connectTo = new HashMap<>();
  private final Map<String, String> disguises = new HashMap<>();

  SimSettings(List<String> names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      for (String name : names) {
        numbers.put(name, numbers.size() + 1);
        keys.put(name, generator.generateKeyPair());
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  /** All nodes, in the order of their numbers. */
  Set<String> names() {
    return numbers.keySet();
  }

  /** The number of a node, from 1 on. */
  int numberOf(String name) {
    Integer number = numbers.get(name);
    if (number == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return number;
  }

  void link(String from, String to) {
    connectTo.merge(from, List.of(to), SimSettings::concat);
  }

  private static List<String> concat(List<String> a, List<String> b) {
    return Stream.concat(a.stream(), b.stream()).toList();
  }

  void change(String node, UnaryOperator<NodeConfig.Builder> change) {
    changes.put(node, change);
  }

  void changeHost(String host, UnaryOperator<HostConfig.Builder> change) {
    hostChanges.put(host, change);
  }

  void disguise(String name, String other) {
    disguises.put(name, other);
  }

  /** The settings of a node that starts now. */
  NodeConfig config(String name) {
    String shown = disguises.getOrDefault(name, name);
    NodeConfig.Builder config =
        NodeConfig.builder(NodeName.of(shown), (RSAPrivateKey) keyOf(shown).getPrivate())
            .hosts(new Hosts())
            .subnet(SimAddresses.inside(numberOf(name)));
    connectTo.getOrDefault(name, List.of()).forEach(to -> config.connectTo(NodeName.of(to)));
    return changes.getOrDefault(name, UnaryOperator.identity()).apply(config).build();
  }

  /** All nodes know all others. */
  private final class Hosts implements KnownHosts {

    @Override
    public @Nullable HostConfig find(NodeName name) {
      return host(name);
    }

    @Override
    public List<NodeName> names() {
      return numbers.keySet().stream().map(NodeName::of).toList();
    }
  }

  private @Nullable HostConfig host(NodeName name) {
    Integer number = numbers.get(name.value());
    if (number == null) {
      return null;
    }
    HostConfig.Builder host =
        HostConfig.builder(name)
            .publicKey((RSAPublicKey) keyOf(name.value()).getPublic())
            .address(SimAddresses.outside(number).getAddress().getHostAddress(), SimAddresses.PORT);
    return hostChanges.getOrDefault(name.value(), UnaryOperator.identity()).apply(host).build();
  }

  private KeyPair keyOf(String name) {
    KeyPair key = keys.get(name);
    if (key == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return key;
  }
}
