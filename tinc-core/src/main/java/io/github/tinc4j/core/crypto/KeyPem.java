package io.github.tinc4j.core.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.jspecify.annotations.Nullable;

/**
 * RSA keys in unencrypted PEM, as tincd and OpenSSL write them: PKCS#1 (RFC 8017, A.1), PKCS#8 (RFC
 * 5208) and X.509 (RFC 5280, 4.1.2.7). Pure functions; other text around the blocks is skipped.
 */
public final class KeyPem {

  private static final String PRIVATE_PKCS1 = "RSA PRIVATE KEY";
  private static final String PRIVATE_PKCS8 = "PRIVATE KEY";
  private static final String PRIVATE_ENCRYPTED = "ENCRYPTED PRIVATE KEY";
  private static final String PUBLIC_PKCS1 = "RSA PUBLIC KEY";
  private static final String PUBLIC_X509 = "PUBLIC KEY";

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";

  private KeyPem() {}

  private record Block(String type, String body) {

    boolean isEncrypted() {
      return type.equals(PRIVATE_ENCRYPTED)
          || (type.equals(PRIVATE_PKCS1) && body.contains("ENCRYPTED"));
    }

    /**
     * What the body encodes.
     *
     * @throws IllegalArgumentException when it is no Base64
     */
    byte[] der() {
      return Base64.getDecoder().decode(body.replaceAll("\\s", ""));
    }
  }

  /** A key that is there but cannot be read. */
  public static final class MalformedKey extends Exception {
    private static final long serialVersionUID = 1;

    MalformedKey(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The first private key in {@code text}, or null when there is none.
   *
   * @throws MalformedKey when it is there but broken
   */
  public static @Nullable RSAPrivateKey readPrivate(String text) throws MalformedKey {
    for (Block block : blocks(text)) {
      if (block.isEncrypted()) {
        throw new MalformedKey("the key is encrypted; take its passphrase off", null);
      }
      try {
        if (block.type.equals(PRIVATE_PKCS1)) {
          return checked(
              privateKey(org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(block.der())));
        }
        if (block.type.equals(PRIVATE_PKCS8)) {
          var spec = new PKCS8EncodedKeySpec(block.der());
          return checked((RSAPrivateKey) rsa().generatePrivate(spec));
        }
      } catch (GeneralSecurityException | RuntimeException e) {
        // The cause might show parts of the key.
        throw new MalformedKey("broken " + block.type, null);
      }
    }
    return null;
  }

  /** A key whose numbers do not belong together would fail later, and say less. */
  private static RSAPrivateKey checked(RSAPrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey crt
        && !crt.getPrimeP().multiply(crt.getPrimeQ()).equals(crt.getModulus())) {
      throw new GeneralSecurityException("the primes are not those of the modulus");
    }
    return key;
  }

  private static RSAPrivateKey privateKey(org.bouncycastle.asn1.pkcs.RSAPrivateKey key)
      throws GeneralSecurityException {
    return (RSAPrivateKey)
        rsa()
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    key.getModulus(),
                    key.getPublicExponent(),
                    key.getPrivateExponent(),
                    key.getPrime1(),
                    key.getPrime2(),
                    key.getExponent1(),
                    key.getExponent2(),
                    key.getCoefficient()));
  }

  /**
   * The public key in {@code text}: the first {@code RSA PUBLIC KEY}, else the first {@code PUBLIC
   * KEY}; null when there is neither (spec 40, 4).
   *
   * @throws MalformedKey when it is there but broken
   */
  public static @Nullable RSAPublicKey readPublic(String text) throws MalformedKey {
    List<Block> blocks = blocks(text);
    for (String wanted : List.of(PUBLIC_PKCS1, PUBLIC_X509)) {
      for (Block block : blocks) {
        if (block.type.equals(wanted)) {
          return publicKey(block);
        }
      }
    }
    return null;
  }

  private static RSAPublicKey publicKey(Block block) throws MalformedKey {
    try {
      if (block.type.equals(PUBLIC_X509)) {
        return (RSAPublicKey) rsa().generatePublic(new X509EncodedKeySpec(block.der()));
      }
      var key = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(block.der());
      return publicKey(key.getModulus(), key.getPublicExponent());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new MalformedKey("broken " + block.type, e);
    }
  }

  /**
   * A public key of its numbers.
   *
   * @throws MalformedKey when they make no key
   */
  public static RSAPublicKey publicKey(BigInteger modulus, BigInteger exponent)
      throws MalformedKey {
    try {
      return (RSAPublicKey) rsa().generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException e) {
      throw new MalformedKey("no RSA key", e);
    }
  }

  /**
   * A private key of its numbers; slower than one with its primes.
   *
   * @throws MalformedKey when they make no key
   */
  public static RSAPrivateKey privateKey(BigInteger modulus, BigInteger exponent)
      throws MalformedKey {
    try {
      return (RSAPrivateKey) rsa().generatePrivate(new RSAPrivateKeySpec(modulus, exponent));
    } catch (GeneralSecurityException e) {
      throw new MalformedKey("no RSA key", null);
    }
  }

  private static KeyFactory rsa() throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA");
  }

  /** All blocks, in order; one that does not end, or ends as another type, is none. */
  private static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    String type = null;
    var body = new StringBuilder();
    for (String line : text.split("\\r?\n", -1)) {
      if (line.startsWith(BEGIN)) {
        type = label(line, BEGIN);
        body.setLength(0);
      } else if (type != null && line.startsWith(END)) {
        if (type.equals(label(line, END))) {
          blocks.add(new Block(type, body.toString()));
        }
        type = null;
      } else if (type != null) {
        body.append(line).append('\n');
      }
    }
    return blocks;
  }

  private static @Nullable String label(String line, String prefix) {
    String rest = line.substring(prefix.length()).stripTrailing();
    return rest.endsWith(DASHES) ? rest.substring(0, rest.length() - DASHES.length()) : null;
  }

  /** The key as {@code RSA PRIVATE KEY}, with a newline at the end. */
  public static String write(RSAPrivateCrtKey key) {
    return pem(
        PRIVATE_PKCS1,
        () ->
            new org.bouncycastle.asn1.pkcs.RSAPrivateKey(
                    key.getModulus(),
                    key.getPublicExponent(),
                    key.getPrivateExponent(),
                    key.getPrimeP(),
                    key.getPrimeQ(),
                    key.getPrimeExponentP(),
                    key.getPrimeExponentQ(),
                    key.getCrtCoefficient())
                .getEncoded(ASN1Encoding.DER));
  }

  /** The key as {@code RSA PUBLIC KEY}, with a newline at the end. */
  public static String write(RSAPublicKey key) {
    return pem(
        PUBLIC_PKCS1,
        () ->
            new org.bouncycastle.asn1.pkcs.RSAPublicKey(key.getModulus(), key.getPublicExponent())
                .getEncoded(ASN1Encoding.DER));
  }

  private interface Encoding {
    byte[] der() throws IOException;
  }

  private static String pem(String type, Encoding encoding) {
    try {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoding.der());
      return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    } catch (IOException e) {
      throw new IllegalStateException("numbers always have an encoding", e);
    }
  }
}
