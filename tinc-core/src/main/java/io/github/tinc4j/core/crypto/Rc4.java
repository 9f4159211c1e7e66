package io.github.tinc4j.core.crypto;

import org.bouncycastle.crypto.engines.RC4Engine;
import org.bouncycastle.crypto.params.KeyParameter;

/** RC4; it has no IV. */
final class Rc4 implements ByteMode {

  private final RC4Engine engine = new RC4Engine();

  Rc4(byte[] key) {
    engine.init(/* forEncryption= */ true, new KeyParameter(key));
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    engine.processBytes(in, inOff, len, out, outOff);
  }

  @Override
  public void rewind() {
    engine.reset();
  }
}
