package io.github.tinc4j.core.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The encryption of SPTPS records (spec 50, 6): ChaCha20 and Poly1305 as OpenSSH joins them, not as
 * RFC 8439 does.
 *
 * <pre>
 * nonce              00 00 00 00 00 00 00 00 || BE32(sequence number)
 * key stream block 0 the first 32 bytes are the key of Poly1305
 *            from 1  is added to the record
 * result             ciphertext || tag of the ciphertext, and of nothing else
 * </pre>
 *
 * <p>The JDK's ChaCha20 allocates at each {@code init}, of which there is one for each record;
 * nothing else is allocated. Sealers and openers belong to one thread each.
 */
public final class ChaChaPoly1305 {

  /** Length of a key. Only its first half is used, as real daemons do. */
  public static final int KEY_BYTES = 64;

  /** What sealing adds to a record. */
  public static final int TAG_BYTES = Poly1305.TAG_BYTES;

  /** What sealing and opening return when they refuse. */
  public static final int FAILED = -1;

  private ChaChaPoly1305() {}

  /** Seals the records of one direction. */
  public static final class Sealer {

    private final KeyStream stream;
    private final Poly1305 tags = new Poly1305();
    private long lastSequence = -1;

    /**
     * A sealer that has sealed nothing yet.
     *
     * @throws IllegalArgumentException when the key has not {@link #KEY_BYTES} bytes
     */
    public Sealer(byte[] key) {
      stream = new KeyStream(key, Cipher.ENCRYPT_MODE);
    }

    /**
     * Seals a record. Input and output must not overlap; {@code out} needs room for {@code len +
     * TAG_BYTES} bytes.
     *
     * @param sequence its number, unsigned
     * @return the length of the result at {@code out[outOff]}; or {@link #FAILED}, and nothing is
     *     written, when the number is not above the one before, for two records with one number
     *     give both away
     */
    public int seal(int sequence, byte[] in, int inOff, int len, byte[] out, int outOff) {
      Objects.checkFromIndexSize(inOff, len, in.length);
      Objects.checkFromIndexSize(outOff, len + TAG_BYTES, out.length);
      long number = Integer.toUnsignedLong(sequence);
      if (number <= lastSequence) {
        return FAILED;
      }
      lastSequence = number;
      byte[] key = stream.start(sequence);
      stream.apply(in, inOff, len, out, outOff);
      tags.append(key, out, outOff, len);
      return len + TAG_BYTES;
    }
  }

  /** Opens the records of one direction. */
  public static final class Opener {

    private final KeyStream stream;
    private final Poly1305 tags = new Poly1305();

    /**
     * An opener.
     *
     * @throws IllegalArgumentException when the key has not {@link #KEY_BYTES} bytes
     */
    public Opener(byte[] key) {
      stream = new KeyStream(key, Cipher.DECRYPT_MODE);
    }

    /**
     * Opens a record, which may be anything. It may have been opened before: whether its number is
     * new is for the replay window to say, after this. Input and output must not overlap.
     *
     * @param sequence its number, unsigned
     * @param len length of ciphertext and tag
     * @return the length of the record at {@code out[outOff]}; or {@link #FAILED}, and nothing is
     *     written, when the tag is wrong or missing
     */
    public int open(int sequence, byte[] in, int inOff, int len, byte[] out, int outOff) {
      Objects.checkFromIndexSize(inOff, len, in.length);
      int text = len - TAG_BYTES;
      if (text < 0) {
        return FAILED;
      }
      Objects.checkFromIndexSize(outOff, text, out.length);
      byte[] key = stream.start(sequence);
      if (!tags.verify(key, in, inOff, text)) {
        return FAILED;
      }
      stream.apply(in, inOff, text, out, outOff);
      return text;
    }
  }

  /** The JDK's ChaCha20, which has to be told a nonce before each record. */
  private static final class KeyStream {

    private static final VarHandle NUMBER =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int BLOCK_BYTES = 64;
    private static final int NONCE_BYTES = 12;

    private final Cipher cipher;
    private final int mode;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] zeros = new byte[BLOCK_BYTES];
    private final byte[] firstBlock = new byte[BLOCK_BYTES];

    KeyStream(byte[] key, int mode) {
      if (key.length != KEY_BYTES) {
        throw new IllegalArgumentException("no key: " + key.length + " bytes");
      }
      this.key = new SecretKeySpec(Arrays.copyOf(key, KEY_BYTES / 2), "ChaCha20");
      this.mode = mode;
      try {
        cipher = Cipher.getInstance("ChaCha20");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no ChaCha20", e);
      }
    }

    /** Goes to the beginning of a record's stream; returns block 0. */
    byte[] start(int sequence) {
      // The cipher refuses the nonce that it had before; in JDK 17 for decrypting, too. It would
      // have it again when a datagram is doubled, or forged with the number of the next, and then
      // the real one must open all the same. So a nonce that no record has goes between.
      if ((int) NUMBER.get(nonce, NONCE_BYTES - 4) == sequence) {
        nonce[0] = 1;
        init();
        nonce[0] = 0;
      }
      NUMBER.set(nonce, NONCE_BYTES - 4, sequence);
      init();
      try {
        cipher.update(zeros, 0, BLOCK_BYTES, firstBlock, 0);
      } catch (ShortBufferException e) {
        throw new IllegalStateException("no room for a block", e);
      }
      return firstBlock;
    }

    /** Adds the stream from block 1 on to a text, and ends it. */
    void apply(byte[] in, int inOff, int len, byte[] out, int outOff) {
      try {
        cipher.doFinal(in, inOff, len, out, outOff);
      } catch (GeneralSecurityException e) {
        throw new IllegalArgumentException("ChaCha20 refuses " + len + " bytes", e);
      }
    }

    private void init() {
      try {
        cipher.init(mode, key, new ChaCha20ParameterSpec(nonce, 0));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK cannot do ChaCha20", e);
      }
    }
  }
}
