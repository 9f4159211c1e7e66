package io.github.tinc4j.core.crypto;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest of the JDK. */
final class JdkHash implements Hash {

  private final MessageDigest digest;
  private final int size;

  JdkHash(String algorithm) {
    try {
      digest = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no " + algorithm, e);
    }
    size = digest.getDigestLength();
  }

  @Override
  public void update(byte[] in, int off, int len) {
    digest.update(in, off, len);
  }

  @Override
  public void finish(byte[] out, int off) {
    try {
      digest.digest(out, off, size);
    } catch (DigestException e) {
      throw new IllegalArgumentException("no room for a digest of " + size, e);
    }
  }
}
