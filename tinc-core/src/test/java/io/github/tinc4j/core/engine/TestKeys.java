package io.github.tinc4j.core.engine;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** RSA keys by the name of their node, made once: short, since nothing here is secret. */
final class TestKeys {

  private static final int BITS = 512;
  private static final Map<String, KeyPair> KEYS = new ConcurrentHashMap<>();

  private TestKeys() {}

  static RSAPrivateKey privateOf(String name) {
    return (RSAPrivateKey) of(name, BITS).getPrivate();
  }

  static RSAPublicKey publicOf(String name) {
    return (RSAPublicKey) of(name, BITS).getPublic();
  }

  static KeyPair of(String name, int bits) {
    return KEYS.computeIfAbsent(name + "/" + bits, key -> generate(bits));
  }

  private static KeyPair generate(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }
}
