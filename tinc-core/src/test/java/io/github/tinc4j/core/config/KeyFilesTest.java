package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

  @TempDir Path root;

  private static KeyPair newKey(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static RSAPublicKey ownPublicKey(TestDirectory directory) throws Exception {
    RSAPublicKey key = directory.host("foo").publicKey();
    assertThat(key).isNotNull();
    return key;
  }

  @Test
  void keysGeneratedHereBelongTogether() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    RSAPrivateKey key = directory.load().privateKey();
    assertThat(key.getModulus().bitLength()).isEqualTo(TestDirectory.KEY_BITS);
    assertThat(((RSAPrivateCrtKey) key).getPublicExponent()).isEqualTo(65_537);
    assertThat(ownPublicKey(directory).getModulus()).isEqualTo(key.getModulus());
    assertThat(ownPublicKey(directory).getPublicExponent()).isEqualTo(65_537);
  }

  @Test
  void onlyTheOwnerMayReadThePrivateKey() throws Exception {
    TestDirectory.with(root);
    assertThat(Files.getPosixFilePermissions(root.resolve("rsa_key.priv")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void oldKeysStayButAreDisabled() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    BigInteger old = directory.load().privateKey().getModulus();
    directory.prepend("hosts/foo", "Subnet = 10.0.0.0/8");
    directory.reader().generateKeys(TestDirectory.KEY_BITS, List.of());

    RSAPrivateKey key = directory.load().privateKey();
    assertThat(key.getModulus()).isNotEqualTo(old);
    assertThat(ownPublicKey(directory).getModulus()).isEqualTo(key.getModulus());
    assertThat(directory.load().subnets()).hasSize(1);
    assertThat(directory.text("rsa_key.priv"))
        .containsOnlyOnce("-----BEGIN OLD PRIVATE KEY-----\n")
        .containsOnlyOnce("-----END OLD PRIVATE KEY-----\n")
        .containsOnlyOnce("-----BEGIN RSA PRIVATE KEY-----\n");
    assertThat(directory.text("hosts/foo"))
        .startsWith("Subnet = 10.0.0.0/8\n")
        .containsOnlyOnce("-----BEGIN OLD PUBLIC KEY-----\n")
        .containsOnlyOnce("\n-----BEGIN RSA PUBLIC KEY-----\n");
  }

  @Test
  void aKeyFileThatIsALinkStaysOne() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    Path real = root.resolve("elsewhere");
    Files.move(root.resolve("hosts/foo"), real);
    Files.createSymbolicLink(root.resolve("hosts/foo"), real);
    directory.reader().generateKeys(TestDirectory.KEY_BITS, List.of());
    assertThat(root.resolve("hosts/foo")).isSymbolicLink();
    assertThat(ownPublicKey(directory).getModulus())
        .isEqualTo(directory.load().privateKey().getModulus());
  }

  @Test
  void withoutANameThePublicKeyGoesToAFileOfItsOwn() throws Exception {
    TestDirectory directory = TestDirectory.empty(root);
    assertThat(directory.reader().generateKeys(515, List.of()))
        .containsExactly(root.resolve("rsa_key.priv"), root.resolve("rsa_key.pub"));
    assertThat(directory.text("rsa_key.pub")).contains("-----BEGIN RSA PUBLIC KEY-----");
  }

  @Test
  void bitsBeyondAWholeNumberOfBytesAreLeftOut() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    directory.reader().generateKeys(519, List.of());
    assertThat(directory.load().privateKey().getModulus().bitLength()).isEqualTo(512);
  }

  @Test
  void aPrivateKeyThatOthersMayReadIsUsedWithAWarning() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    Path file = root.resolve("rsa_key.priv");
    List<String> log = new ArrayList<>();
    var handler =
        new StreamHandler() {
          @Override
          public synchronized void publish(LogRecord line) {
            log.add(new SimpleFormatter().formatMessage(line));
          }
        };
    Logger logger = Logger.getLogger("io.github.tinc4j.config");
    logger.addHandler(handler);
    try {
      assertThat(directory.load().privateKey()).isNotNull();
      assertThat(log).isEmpty();
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      assertThat(directory.load().privateKey()).isNotNull();
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(log).containsExactly(file + ": others than its owner may access the private key");
  }

  @Test
  void thePrivateKeyGoesWhereItIsRead() throws Exception {
    TestDirectory directory = TestDirectory.with(root, "PrivateKeyFile = other.priv");
    assertThat(directory.reader().generateKeys(TestDirectory.KEY_BITS, List.of()))
        .containsExactly(root.resolve("other.priv"), root.resolve("hosts/foo"));
    assertThat(directory.load().privateKey().getModulus())
        .isEqualTo(ownPublicKey(directory).getModulus());
  }

  @Test
  void aHexadecimalPublicKeyHasTheExponent65535() throws Exception {
    BigInteger modulus = ((RSAPublicKey) newKey(1024).getPublic()).getModulus();
    TestDirectory directory =
        TestDirectory.with(root).write("hosts/bar", "PublicKey = " + modulus.toString(16));
    RSAPublicKey key = directory.host("bar").publicKey();
    assertThat(key).isNotNull();
    assertThat(key.getModulus()).isEqualTo(modulus);
    assertThat(key.getPublicExponent()).isEqualTo(65_535);
  }

  @Test
  void aHexadecimalPrivateKeyNeedsItsModulus() throws Exception {
    RSAPrivateKey key = (RSAPrivateKey) newKey(1024).getPrivate();
    String line = "PrivateKey = " + key.getPrivateExponent().toString(16);
    TestDirectory directory = TestDirectory.with(root, line);
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("tinc.conf") + ":2: PrivateKey: needs PublicKey beside it");

    directory.write(
        "tinc.conf", "Name = foo\n" + line + "\nPublicKey = " + key.getModulus().toString(16));
    assertThat(directory.load().privateKey().getPrivateExponent())
        .isEqualTo(key.getPrivateExponent());
  }

  @Test
  void aHexadecimalKeyWithOtherCharactersIsNamedButNotShown() throws Exception {
    TestDirectory directory =
        TestDirectory.with(root, "PrivateKey = 5ec2e7", "PublicKey = -5ec2e7");
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("tinc.conf") + ":3: PublicKey: not hexadecimal");
  }

  @Test
  void aPublicKeyFileIsReadInPlaceOfTheHostFile() throws Exception {
    byte[] der = newKey(1024).getPublic().getEncoded();
    String pem = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    TestDirectory directory =
        TestDirectory.with(root)
            .write("hosts/bar", "PublicKeyFile = bar.pem")
            .write(
                "bar.pem", "-----BEGIN PUBLIC KEY-----\n" + pem + "\n-----END PUBLIC KEY-----\n");
    RSAPublicKey key = directory.host("bar").publicKey();
    assertThat(key).isNotNull();
    assertThat(key.getEncoded()).isEqualTo(der);

    directory.write("bar.pem", "nothing");
    assertThatThrownBy(() -> directory.host("bar"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("bar.pem") + ": no RSA public key in it");
  }

  @Test
  void anUnreadablePrivateKeyIsNamedWithItsFileButNotShown() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    String file = root.resolve("rsa_key.priv").toString();
    directory.write("rsa_key.priv", "no key");
    assertThatThrownBy(directory::load).hasMessage(file + ": no RSA private key in it");
    directory.write(
        "rsa_key.priv", "-----BEGIN RSA PRIVATE KEY-----\nMIIC\n-----END RSA PRIVATE KEY-----\n");
    assertThatThrownBy(directory::load).hasMessage(file + ": broken RSA PRIVATE KEY").hasNoCause();
    Files.delete(root.resolve("rsa_key.priv"));
    assertThatThrownBy(directory::load).hasMessageStartingWith(file + ": cannot be read: ");
  }

  @Test
  void aKeyThatIsNoMultipleOf8BitsIsRefused() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    KeyFiles.appendPrivate(root.resolve("rsa_key.priv"), newKey(1020));
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(root.resolve("rsa_key.priv") + ": an RSA key of 1020 bits");
  }

  @Test
  void aHostWithoutAnyKeyHasNone() throws Exception {
    HostConfig host = TestDirectory.with(root).write("hosts/bar", "Port = 1").host("bar");
    assertThat(host.name()).isEqualTo(NodeName.of("bar"));
    assertThat(host.publicKey()).isNull();
  }
}
