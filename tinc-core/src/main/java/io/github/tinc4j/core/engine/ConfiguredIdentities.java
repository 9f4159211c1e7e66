package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.core.legacy.HandshakeException;
import io.github.tinc4j.core.legacy.LegacyHandshake;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.wire.Ack;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Who we are, and whom we know, by the settings in use. */
final class ConfiguredIdentities implements Identities {

  private final SettingsCell settings;
  private final Mesh mesh;
  private final RandomGenerator random;

  ConfiguredIdentities(SettingsCell settings, Mesh mesh, RandomGenerator random) {
    this.settings = settings;
    this.mesh = mesh;
    this.random = random;
  }

  @Override
  public NodeName name() {
    return settings.config().name();
  }

  @Override
  public @Nullable HostConfig host(NodeName name) {
    try {
      return settings.config().hosts().find(name);
    } catch (ConfigurationException | RuntimeException e) {
      // The program may look hosts up itself; its mistakes cost a connection, not the node.
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "host configuration of {0}: {1}", name, e);
      return null;
    }
  }

  @Override
  public LegacyHandshake handshake(boolean initiator, HostConfig peer) throws HandshakeException {
    RSAPublicKey key = peer.publicKey();
    if (key == null) {
      throw new HandshakeException(
          CloseReason.Kind.NO_PUBLIC_KEY, "no public key known for " + peer.name());
    }
    OwnSettings own = settings.current();
    return new LegacyHandshake(initiator, own.config().privateKey(), key, own.cipher(), random);
  }

  @Override
  public Ack ack(HostConfig peer, long sinceNs) {
    OwnSettings own = settings.current();
    Integer configured = peer.weight();
    long measuredMs = TimeUnit.NANOSECONDS.toMillis(mesh.nowNs() - sinceNs);
    int weight = configured != null ? configured : (int) Math.min(measuredMs, Integer.MAX_VALUE);
    return new Ack(Integer.toString(own.port()), weight, own.optionsFor(peer));
  }
}
