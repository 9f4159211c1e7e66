package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import org.jspecify.annotations.Nullable;

/**
 * Our settings, looked up and checked.
 *
 * @param config as they were given
 * @param cipher the packet cipher
 * @param digest the packet digest
 * @param port the port that peers are told
 */
record OwnSettings(NodeConfig config, CipherSpec cipher, DigestSpec digest, int port) {

  /**
   * Checks what only the protocol knows.
   *
   * @throws ConfigurationException when a cipher, digest, length or key cannot be used
   */
  static OwnSettings of(NodeConfig config, int port) throws ConfigurationException {
    CipherSpec cipher = CipherSpec.byName(config.cipher());
    if (cipher == null || !cipher.availableForPackets()) {
      throw wrong("Cipher", "unknown or unusable cipher '" + config.cipher() + "'");
    }
    DigestSpec digest = DigestSpec.byName(config.digest());
    if (digest == null) {
      throw wrong("Digest", "unknown digest '" + config.digest() + "'");
    }
    if (!digest.equals(DigestSpec.NONE) && config.macLength() > digest.size()) {
      throw wrong(
          "MACLength",
          config.macLength() + " exceeds the " + digest.size() + " bytes of the digest");
    }
    int bits = config.privateKey().getModulus().bitLength();
    if (bits % Byte.SIZE != 0) {
      throw wrong("PrivateKeyFile", "an RSA key of " + bits + " bits, not a multiple of 8");
    }
    return new OwnSettings(config, cipher, digest, port);
  }

  /** The same with what {@link LiveSettings} lets change. */
  OwnSettings with(NodeConfig next) {
    return new OwnSettings(next, cipher, digest, port);
  }

  private static ConfigurationException wrong(String variable, String problem) {
    return new ConfigurationException(null, 0, variable, problem, null);
  }

  /** The options that we want for a connection with {@code peer} (spec 10, 5.6). */
  NodeOptions optionsFor(HostConfig peer) {
    int bits = 0;
    if (config.indirectData() || peer.indirectData()) {
      bits |= NodeOptions.INDIRECT;
    }
    boolean tcpOnly = config.tcpOnly() || peer.tcpOnly();
    if (tcpOnly) {
      bits |= NodeOptions.TCP_ONLY | NodeOptions.INDIRECT;
    }
    if (probesPathMtu(config) && !tcpOnly) {
      bits |= NodeOptions.PMTU_DISCOVERY;
    }
    Boolean clamp = peer.clampMss();
    if (clamp == null ? config.clampMss() : clamp) {
      bits |= NodeOptions.CLAMP_MSS;
    }
    return new NodeOptions(bits);
  }

  /** {@code PMTUDiscovery}, whose default depends on {@code TCPOnly}. */
  static boolean probesPathMtu(NodeConfig config) {
    @Nullable Boolean explicit = config.pmtuDiscovery();
    return explicit == null ? !config.tcpOnly() : explicit;
  }

  /** The options of the edge, of ours and those in the peer's ACK. */
  static NodeOptions merge(NodeOptions ours, NodeOptions theirs, HostConfig peer) {
    int bits = ours.bits() | theirs.bits();
    if (!ours.pmtuDiscovery() || !theirs.pmtuDiscovery()) {
      bits &= ~NodeOptions.PMTU_DISCOVERY;
    }
    Boolean clamp = peer.clampMss();
    if (clamp != null) {
      bits = clamp ? bits | NodeOptions.CLAMP_MSS : bits & ~NodeOptions.CLAMP_MSS;
    }
    return new NodeOptions(bits);
  }
}
