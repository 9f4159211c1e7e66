package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the files hold, they are read, or refused as a configuration. */
class ConfigFuzzTest {

  private static final int ROUNDS = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> PIECES =
      List.of(
          "Name",
          "Port",
          "Subnet",
          "Address",
          "Cipher",
          "MACLength",
          "PublicKey",
          "PrivateKey",
          "PrivateKeyFile",
          "PublicKeyFile",
          "BindToAddress",
          "PingInterval",
          "PMTU",
          "Weight",
          "Compression",
          "ReplayWindow",
          "Mode",
          "Proxy",
          "socks5",
          "exec",
          "TCPOnly",
          "=",
          " = ",
          " ",
          "\t",
          "\n",
          "\r\n",
          "#",
          "$HOST",
          "$",
          "-",
          "-1",
          "0",
          "2147483648",
          "99999999999999999999",
          "10.0.0.0/8",
          "fe80::/10#-5",
          "::",
          "1:2:3:4:5:6",
          "foo",
          "yes",
          "none",
          "\0",
          "\u00ff",
          "\u2028",
          "-----BEGIN RSA PRIVATE KEY-----\n",
          "-----END RSA PRIVATE KEY-----\n",
          "-----BEGIN RSA PUBLIC KEY-----\n",
          "-----END RSA PUBLIC KEY-----\n",
          "-----BEGIN PUBLIC KEY-----\n",
          "-----END PUBLIC KEY-----\n",
          "MIIB",
          "deadbeef");

  private static final Logger LOG = Logger.getLogger("io.github.tinc4j.config");

  @TempDir Path root;

  @BeforeAll
  static void saveTheLogFromNonsense() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    LOG.setLevel(null);
  }

  /** Some of a good text, with pieces cut out, put in and bytes changed. */
  private static byte[] mutated(byte[] good, Random random) {
    var text = new StringBuilder(new String(good, StandardCharsets.ISO_8859_1));
    for (int change = random.nextInt(8); change >= 0; change--) {
      int at = random.nextInt(text.length() + 1);
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
        default -> {
          if (at < text.length()) {
            text.setCharAt(at, (char) random.nextInt(256));
          }
        }
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void mutatedFilesAreReadOrRefusedAsAConfiguration() throws Exception {
    TestDirectory directory = TestDirectory.with(root, "Port = 1", "Subnet = 10.0.0.0/8");
    directory.prepend("hosts/foo", "Address = 127.0.0.1 655\nWeight = 5");
    List<Path> files =
        List.of(root.resolve("tinc.conf"), root.resolve("hosts/foo"), root.resolve("rsa_key.priv"));
    List<byte[]> good =
        List.of(
            Files.readAllBytes(files.get(0)),
            Files.readAllBytes(files.get(1)),
            Files.readAllBytes(files.get(2)));
    var random = new Random(42);
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int victim = random.nextInt(files.size());
      Files.write(files.get(victim), mutated(good.get(victim), random));
      if (!loads(directory)) {
        refused++;
      }
      Files.write(files.get(victim), good.get(victim));
    }
    assertThat(refused).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  private static boolean loads(TestDirectory directory) {
    try {
      HostConfig ignored = directory.load().hosts().find(NodeName.of("foo"));
      return ignored != null;
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank();
      return false;
    }
  }

  @Test
  void randomBytesAreReadOrRefusedAsAConfiguration() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    var random = new Random(43);
    for (int round = 0; round < ROUNDS / 5; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      Files.write(root.resolve("tinc.conf"), bytes);
      assertThat(loads(directory)).isFalse();
    }
  }

  @Test
  void largeFilesAreReadInLinearTime() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    for (String piece :
        List.of("-----BEGIN RSA PRIVATE KEY-----\n", "A A\n", "\n", " = x\n", "AAAA\n")) {
      int most = (1 << 20) / piece.length() - 10;
      directory.write("rsa_key.priv", "-----BEGIN RSA PRIVATE KEY-----\n" + piece.repeat(most - 1));
      directory.write("hosts/foo", piece.repeat(most));
      Assertions.assertTimeoutPreemptively(PATIENCE, () -> loads(directory));
    }
  }

  @Test
  void aFileOfMoreThanAMebibyteIsRefused() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("tinc.conf", "#".repeat(1 << 21));
    Assertions.assertThrows(ConfigurationException.class, directory::load);
  }
}
