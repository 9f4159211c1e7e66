package io.github.tinc4j.core.crypto;

import org.bouncycastle.crypto.Digest;

/** A digest of BouncyCastle. */
final class EngineHash implements Hash {

  private final Digest digest;

  EngineHash(Digest digest) {
    this.digest = digest;
  }

  @Override
  public void update(byte[] in, int off, int len) {
    digest.update(in, off, len);
  }

  @Override
  public void finish(byte[] out, int off) {
    digest.doFinal(out, off);
  }
}
