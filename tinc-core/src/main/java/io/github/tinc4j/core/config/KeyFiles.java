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

  private static final Set<PosixFilePermission> ALL_READ =
      PosixFilePermissions.fromString("rw-r--r--");

  private KeyFiles() {}

  /**
   * The private key of a node.
   *
   * @throws ConfigurationException when there is none or it cannot be read
   */
  static RSAPrivateKey privateKey(Settings settings, Path directory) throws ConfigurationException {
    Assignment inline = settings.first("PrivateKey");
    if (inline != null) {
      return checked(hexKey(inline, settings), inline.file(), inline);
    }
    Assignment named = settings.first("PrivateKeyFile");
    Path file = privateKeyFile(settings, directory);
    String text = ConfigFile.text(file);
    warnIfOpen(file);
    try {
      RSAPrivateKey key = KeyPem.readPrivate(text);
      if (key == null) {
        throw wrong(file, "no RSA private key in it");
      }
      return checked(key, file.toString(), named);
    } catch (KeyPem.MalformedKey e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  /** METAKEY and CHALLENGE carry blocks of whole bytes (spec 10, 5.3). */
  private static RSAPrivateKey checked(
      RSAPrivateKey key, @Nullable String file, @Nullable Assignment assignment)
      throws ConfigurationException {
    int bits = key.getModulus().bitLength();
    if (bits % Byte.SIZE != 0) {
      String problem = "an RSA key of " + bits + " bits, which is no multiple of 8";
      throw assignment == null
          ? new ConfigurationException(file, 0, null, problem, null)
          : assignment.wrong(problem);
    }
    return key;
  }

  private static RSAPrivateKey hexKey(Assignment inline, Settings settings)
      throws ConfigurationException {
    Assignment modulus = settings.first("PublicKey");
    if (modulus == null) {
      throw inline.wrong("needs PublicKey beside it");
    }
    try {
      return KeyPem.privateKey(hex(modulus), hex(inline));
    } catch (KeyPem.MalformedKey e) {
      // The cause might quote the key.
      throw inline.wrong("makes no RSA key with PublicKey");
    }
  }

  private static BigInteger hex(Assignment assignment) throws ConfigurationException {
    String digits = assignment.value();
    for (int i = 0; i < digits.length(); i++) {
      if ("0123456789abcdefABCDEF".indexOf(digits.charAt(i)) < 0) {
        // Not quoted: it might be a private key.
        throw assignment.wrong("not hexadecimal");
      }
    }
    return new BigInteger(digits, 16);
  }

  static Path privateKeyFile(Settings settings, Path directory) throws ConfigurationException {
    Path named = settings.file("PrivateKeyFile", directory);
    return named == null ? directory.resolve("rsa_key.priv") : named;
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
    if (inline != null) {
      return hexPublicKey(inline);
    }
    Path named = settings.file("PublicKeyFile", directory);
    Path file = named == null ? hostFile : named;
    String text = named == null ? hostText : ConfigFile.text(named);
    try {
      RSAPublicKey key = KeyPem.readPublic(text);
      if (key == null && named != null) {
        throw wrong(file, "no RSA public key in it");
      }
      return key;
    } catch (KeyPem.MalformedKey e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static RSAPublicKey hexPublicKey(Assignment inline) throws ConfigurationException {
    try {
      return KeyPem.publicKey(hex(inline), HEX_KEY_EXPONENT);
    } catch (KeyPem.MalformedKey e) {
      throw inline.wrong("no modulus of an RSA key");
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

  /**
   * Writes beside the file and renames, so that it is never seen half written. Where the file is a
   * link, what it leads to is replaced.
   */
  private static void append(Path name, String pem, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    boolean exists = Files.exists(name);
    Path file = exists ? name.toRealPath() : name.toAbsolutePath();
    String before = exists ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    Path fresh = Files.createTempFile(file.getParent(), ".tinc", ".new");
    try {
      Files.writeString(fresh, disabled(before) + "\n" + pem, StandardCharsets.ISO_8859_1);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Set<PosixFilePermission> usual = exists ? Files.getPosixFilePermissions(file) : ALL_READ;
        Files.setPosixFilePermissions(fresh, permissions == null ? usual : permissions);
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /**
   * Old keys stay, under a name that nobody reads. tincd leaves PKCS#8 alone, and would go on to
   * use it in place of the new key.
   */
  private static String disabled(String text) {
    return text.replaceAll(
        "(?m)^-----(BEGIN|END) (?:RSA )?((?:PUBLIC|PRIVATE) KEY-----)", "-----$1 OLD $2");
  }
}
