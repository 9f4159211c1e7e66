package io.github.tinc4j.core.crypto;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * AES of the JDK, whole blocks, without its padding: with padding every call would allocate a
 * buffer. {@code doFinal} rewinds to the IV of {@code init}, which is tinc's rule for packets.
 */
final class JdkAes implements BlockMode {

  private final Cipher cipher;

  private JdkAes(String mode, byte[] key, @Nullable AlgorithmParameterSpec iv, boolean encrypt) {
    try {
      cipher = Cipher.getInstance("AES/" + mode + "/NoPadding");
      cipher.init(
          encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), iv);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot do AES/" + mode, e);
    }
  }

  static JdkAes ecb(byte[] key, boolean encrypt) {
    return new JdkAes("ECB", key, null, encrypt);
  }

  static JdkAes cbc(byte[] key, byte[] iv, boolean encrypt) {
    return new JdkAes("CBC", key, new IvParameterSpec(iv), encrypt);
  }

  /**
   * ECB only: encrypts {@code len} bytes, whole blocks, from the beginning of one array to that of
   * another. Unlike {@link #apply} it has nothing to rewind.
   */
  void blocks(byte[] in, int len, byte[] out) {
    try {
      cipher.update(in, 0, len, out, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("AES refuses " + len + " bytes", e);
    }
  }

  @Override
  public void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
    try {
      cipher.doFinal(in, inOff, len, out, outOff);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("AES refuses " + len + " bytes", e);
    }
  }
}
