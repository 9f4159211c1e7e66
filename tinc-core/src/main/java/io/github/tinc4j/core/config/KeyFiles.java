package io.github.tinc4j.core.config;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.core.crypto.KeyPem;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RSA keys where tincd keeps them (spec 40, 4). */
final class KeyFiles {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j.config");

  /** The exponent of keys given by {@code PublicKey} in hexadecimal; 65535 and no misprint. */
  private static final BigInteger HEX_KEY_EXPONENT = BigInteger.valueOf(0xffff);

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private KeyFiles() {}

  /**
   * The private key of a node.
   *
   * @throws ConfigurationException when there is none or it cannot be read
   */
  static RSAPrivateKey privateKey(Settings settings, Path directory) throws ConfigurationException {
    Assignment inline = settings.first("PrivateKey");
    if (inline != null) {
      return hexKey(inline, settings);
    }
    Path file = privateKeyFile(settings, directory);
    String text = ConfigFile.text(file);
    warnIfOpen(file);
    try {
      RSAPrivateKey key = KeyPem.readPrivate(text);
      if (key == null) {
        throw wrong(file, "no RSA private key in it");
      }
      return key;
    } catch (KeyPem.MalformedKey e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static RSAPrivateKey hexKey(Assignment inline, Settings settings)
      throws ConfigurationException {
    String modulus = settings.string("PublicKey");
    if (modulus == null) {
      throw inline.wrong("needs PublicKey beside it");
    }
    try {
      return KeyPem.privateKey(new BigInteger(modulus, 16), new BigInteger(inline.value(), 16));
    } catch (NumberFormatException | KeyPem.MalformedKey e) {
      // The cause might quote the key.
      throw inline.wrong("no RSA key in hexadecimal");
    }
  }

  static Path privateKeyFile(Settings settings, Path directory) {
    String named = settings.string("PrivateKeyFile");
    return named == null ? directory.resolve("rsa_key.priv") : directory.resolve(named);
  }

  private static void warnIfOpen(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"))) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0}: others than its owner may access the private key",
            file);
      }
    } catch (IOException | UnsupportedOperationException e) {
      LOG.log(System.Logger.Level.DEBUG, "no permissions known of {0}", file);
    }
  }

  /**
   * The public key of a host, by the first rule that gives one; null when none does.
   *
   * @param hostText the host file
   * @throws ConfigurationException when a key is there but cannot be read
   */
  static @Nullable RSAPublicKey publicKey(
      Settings settings, Path hostFile, String hostText, Path directory)
      throws ConfigurationException {
    Assignment inline = settings.first("PublicKey");
    try {
      if (inline != null) {
        return KeyPem.publicKey(new BigInteger(inline.value(), 16), HEX_KEY_EXPONENT);
      }
      Assignment named = settings.first("PublicKeyFile");
      if (named != null) {
        RSAPublicKey key = KeyPem.readPublic(ConfigFile.text(directory.resolve(named.value())));
        if (key == null) {
          throw named.wrong("no RSA public key in " + named.value());
        }
        return key;
      }
      return KeyPem.readPublic(hostText);
    } catch (NumberFormatException e) {
      throw new ConfigurationException(
          hostFile.toString(), 0, "PublicKey", "no RSA key in hexadecimal", null);
    } catch (KeyPem.MalformedKey e) {
      throw wrong(hostFile, String.valueOf(e.getMessage()));
    }
  }

  private static ConfigurationException wrong(Path file, String problem) {
    return new ConfigurationException(file.toString(), 0, null, problem, null);
  }

  /** Appends the private key to a file that only its owner may read; those in it are disabled. */
  static void appendPrivate(Path file, KeyPair keys) throws IOException {
    append(file, KeyPem.write((RSAPrivateCrtKey) keys.getPrivate()), OWNER_ONLY);
  }

  /** Appends the public key to a file; those in it are disabled. */
  static void appendPublic(Path file, KeyPair keys) throws IOException {
    append(file, KeyPem.write((RSAPublicKey) keys.getPublic()), null);
  }

  /** Writes beside the file and renames, so that it is never seen half written. */
  private static void append(Path file, String pem, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    String before = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    Set<PosixFilePermission> wanted = permissions;
    if (wanted == null && Files.exists(file)) {
      wanted = Files.getPosixFilePermissions(file);
    }
    Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), ".tinc", ".new");
    try {
      Files.writeString(fresh, disabled(before) + "\n" + pem, StandardCharsets.ISO_8859_1);
      Files.setPosixFilePermissions(
          fresh, wanted == null ? PosixFilePermissions.fromString("rw-r--r--") : wanted);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Old keys stay, under a name that nobody reads. */
  private static String disabled(String text) {
    return text.replaceAll(
        "(?m)^-----(BEGIN|END) RSA ((?:PUBLIC|PRIVATE) KEY-----)", "-----$1 OLD $2");
  }
}
