package io.github.tinc4j.core.crypto;

import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.engines.ARIAEngine;
import org.bouncycastle.crypto.engines.BlowfishEngine;
import org.bouncycastle.crypto.engines.CAST5Engine;
import org.bouncycastle.crypto.engines.CamelliaEngine;
import org.bouncycastle.crypto.engines.DESEngine;
import org.bouncycastle.crypto.engines.DESedeEngine;
import org.bouncycastle.crypto.engines.IDEAEngine;
import org.bouncycastle.crypto.engines.RC2Engine;
import org.bouncycastle.crypto.engines.SEEDEngine;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The keyed functions that ciphers are built from. AES is the JDK's, for its intrinsics; the others
 * are BouncyCastle's engines, ten times slower and more, of which Camellia, ARIA and triple DES
 * allocate a little for every block.
 */
public enum CipherFamily {
  /** No cipher. */
  NONE(0),
  /** RC4; makes a key stream and has no blocks. */
  RC4(0),
  /** AES. */
  AES(16),
  /** Camellia. */
  CAMELLIA(16),
  /** ARIA. */
  ARIA(16),
  /** SEED. */
  SEED(16),
  /** SM4. */
  SM4(16),
  /** Single DES. */
  DES(8),
  /** Triple DES; a key of 16 bytes uses its first third twice. */
  TRIPLE_DES(8),
  /** Blowfish. */
  BLOWFISH(8),
  /** CAST-128. */
  CAST5(8),
  /** RC2; the effective key length is the length of the key. */
  RC2(8),
  /** IDEA. */
  IDEA(8);

  private final int blockBytes;

  CipherFamily(int blockBytes) {
    this.blockBytes = blockBytes;
  }

  /** The length of the blocks the function works on, in bytes; 0 where it has none. */
  public int blockBytes() {
    return blockBytes;
  }

  BlockFunction function(byte[] key, boolean encrypt) {
    if (this == AES) {
      JdkAes aes = JdkAes.ecb(key, encrypt);
      return (in, inOff, out, outOff) -> aes.apply(in, inOff, blockBytes, out, outOff);
    }
    BlockCipher engine = engine();
    engine.init(encrypt, new KeyParameter(key));
    return engine::processBlock;
  }

  private BlockCipher engine() {
    return switch (this) {
      case CAMELLIA -> new CamelliaEngine();
      case ARIA -> new ARIAEngine();
      case SEED -> new SEEDEngine();
      case SM4 -> new SM4Engine();
      case DES -> new DESEngine();
      case TRIPLE_DES -> new DESedeEngine();
      case BLOWFISH -> new BlowfishEngine();
      case CAST5 -> new CAST5Engine();
      case RC2 -> new RC2Engine();
      case IDEA -> new IDEAEngine();
      case NONE, RC4, AES -> throw new IllegalStateException("no block engine for " + this);
    };
  }
}
