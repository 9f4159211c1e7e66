package io.github.tinc4j.api.config;

import io.github.tinc4j.spi.NodeProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tinc configuration directory: {@code tinc.conf}, {@code conf.d}, {@code hosts}, keys and
 * scripts, as tincd 1.0 reads and writes them (spec 40, 1-4).
 */
public interface ConfigDirectory {

  /** The smallest RSA key that is generated, in bits. */
  int MIN_KEY_BITS = 512;

  /** The size of RSA keys that tincd generates when none is asked for, in bits. */
  int DEFAULT_KEY_BITS = 2048;

  /**
   * The directory {@code path}; nothing is read yet.
   *
   * @throws IllegalStateException when no implementation ({@code tinc-core}) is on the class path
   */
  static ConfigDirectory of(Path path) {
    return NodeProvider.find().configDirectory(path);
  }

  /**
   * Reads the settings of the node. Host files of other nodes are read later, anew for each
   * connection; see {@link NodeConfig#hosts}.
   *
   * @param netName the name of the network, or null for none: what {@code tincd -n} sets
   * @param options assignments that win over the files, as with {@code tincd -o}: {@code KEY=VALUE}
   *     for the node itself, {@code HOST.KEY=VALUE} for another host
   * @throws ConfigurationException when a file cannot be read or a variable has no legal value
   */
  NodeConfig load(@Nullable String netName, List<String> options) throws ConfigurationException;

  /**
   * Generates an RSA key pair as {@code tincd -K} does: the private key is appended to {@code
   * rsa_key.priv}, the public one to the own host file (to {@code rsa_key.pub} while {@code Name}
   * is not set), and keys that were there are kept but disabled.
   *
   * @param bits size of the modulus, rounded down to a multiple of 8; at least {@link
   *     #MIN_KEY_BITS}
   * @param options as for {@link #load}; unlike with tincd, {@code PrivateKeyFile} says where the
   *     private key goes
   * @return the files written, the private key's first
   * @throws IllegalArgumentException when {@code bits} is less than {@link #MIN_KEY_BITS}
   * @throws IOException when a file cannot be read or written, or {@code tinc.conf} is malformed
   */
  List<Path> generateKeys(int bits, List<String> options) throws IOException;
}
