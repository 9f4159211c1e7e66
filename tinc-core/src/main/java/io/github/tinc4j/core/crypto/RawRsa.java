package io.github.tinc4j.core.crypto;

import java.math.BigInteger;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * RSA without padding, as METAKEY uses it (spec 10, 5.3): blocks of exactly the length of the
 * modulus, big endian, zeros on the left kept.
 */
public final class RawRsa {

  private static final DigestSpec SHA512 = new DigestSpec(674, "sha512", 64, 128, "SHA-512");

  private RawRsa() {}

  /** Length of the modulus in bytes, and so of every block. */
  public static int modulusBytes(RSAKey key) {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  /**
   * Encrypts for the owner of {@code key}.
   *
   * @param block as long as the modulus and below it as a number; clearing the top bit makes sure
   *     of that when the modulus is a multiple of 8 bits long
   * @throws IllegalArgumentException when the block is not so
   */
  public static byte[] encrypt(RSAPublicKey key, byte[] block) {
    BigInteger value = new BigInteger(1, block);
    if (block.length != modulusBytes(key) || value.compareTo(key.getModulus()) >= 0) {
      throw new IllegalArgumentException("block does not fit an RSA modulus");
    }
    return pad(value.modPow(key.getPublicExponent(), key.getModulus()), block.length);
  }

  /**
   * Decrypts what was encrypted for us. With a key that has its primes (an {@link
   * RSAPrivateCrtKey}) the exponentiation is blinded, so that its time tells nothing about the key;
   * a key of modulus and exponent only gives no means to do so.
   *
   * @return null when the ciphertext is not as long as the modulus, or as a number not below it
   */
  public static byte @Nullable [] decrypt(RSAPrivateKey key, byte[] cipherText) {
    BigInteger modulus = key.getModulus();
    BigInteger value = new BigInteger(1, cipherText);
    if (cipherText.length != modulusBytes(key) || value.compareTo(modulus) >= 0) {
      return null;
    }
    BigInteger plain =
        key instanceof RSAPrivateCrtKey crt
            ? blinded(crt, value, cipherText)
            : value.modPow(key.getPrivateExponent(), modulus);
    return pad(plain, cipherText.length);
  }

  private static BigInteger blinded(RSAPrivateCrtKey key, BigInteger value, byte[] cipherText) {
    BigInteger modulus = key.getModulus();
    BigInteger factor = blindingFactor(key, cipherText);
    BigInteger hidden =
        value.multiply(factor.modPow(key.getPublicExponent(), modulus)).mod(modulus);
    return withPrimes(key, hidden).multiply(factor.modInverse(modulus)).mod(modulus);
  }

  /**
   * A number the sender of the ciphertext cannot know: a digest keyed with the private exponent. It
   * needs no source of randomness, and another ciphertext gives another factor.
   */
  private static BigInteger blindingFactor(RSAPrivateCrtKey key, byte[] cipherText) {
    PacketMac mac = PacketMac.of(SHA512, key.getPrivateExponent().toByteArray(), SHA512.size());
    byte[] wide = new byte[cipherText.length + SHA512.size()];
    byte[] seed = new byte[cipherText.length + 1 + SHA512.size()];
    System.arraycopy(cipherText, 0, seed, 1, cipherText.length);
    for (int at = 0; at < wide.length; at += SHA512.size()) {
      mac.append(seed, 0, cipherText.length + 1);
      int part = Math.min(SHA512.size(), wide.length - at);
      System.arraycopy(seed, cipherText.length + 1, wide, at, part);
      seed[0]++;
    }
    BigInteger factor = new BigInteger(1, wide).mod(key.getModulus());
    return factor.gcd(key.getModulus()).equals(BigInteger.ONE) ? factor : BigInteger.ONE;
  }

  /** Chinese remainders (RFC 8017, 5.1.2): a quarter of the time of one long exponentiation. */
  private static BigInteger withPrimes(RSAPrivateCrtKey key, BigInteger value) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger m1 = value.modPow(key.getPrimeExponentP(), p);
    BigInteger m2 = value.modPow(key.getPrimeExponentQ(), q);
    BigInteger h = m1.subtract(m2).multiply(key.getCrtCoefficient()).mod(p);
    return m2.add(h.multiply(q));
  }

  private static byte[] pad(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    byte[] block = new byte[length];
    int significant = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - significant, block, length - significant, significant);
    return block;
  }
}
