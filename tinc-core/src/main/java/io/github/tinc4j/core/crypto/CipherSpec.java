package io.github.tinc4j.core.crypto;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cipher as the protocol names it (spec 10, 11).
 *
 * <p>Left out, and hence unknown: DESX, which neither the JDK nor BouncyCastle has; and what real
 * daemons recognise but cannot use (CTR, GCM, CCM, OCB, XTS, ChaCha20, key wrap).
 *
 * @param nid OpenSSL's number, as it stands in METAKEY and ANS_KEY; 0 for none
 * @param name OpenSSL's name in lower case
 * @param keyBytes length of the key
 * @param ivBytes length of the IV, 0 where the mode has none
 * @param blockBytes what the padding fills up to; 1 where nothing is padded
 * @param mode how it is applied
 * @param family what it is built from
 */
public record CipherSpec(
    int nid,
    String name,
    int keyBytes,
    int ivBytes,
    int blockBytes,
    CipherMode mode,
    CipherFamily family) {

  /** No cipher: allowed for packets, refused for the meta connection. */
  public static final CipherSpec NONE =
      new CipherSpec(0, "none", 0, 0, 1, CipherMode.NONE, CipherFamily.NONE);

  /** The cipher of this number; null when it is unknown. */
  public static @Nullable CipherSpec byNid(int nid) {
    return CipherTable.BY_NID.get(nid);
  }

  /** The cipher of this name or alias of OpenSSL, in any case, or "none"; null when unknown. */
  public static @Nullable CipherSpec byName(String name) {
    return CipherTable.BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether packets can be protected with it. A stream cipher without IV cannot: real daemons do
   * not rewind it, so its position would depend on packets lost (spec 20, 3).
   */
  public boolean availableForPackets() {
    return mode != CipherMode.STREAM;
  }

  /** Whether a meta connection can use it: a byte goes out for every byte that comes in. */
  public boolean availableForMeta() {
    return mode != CipherMode.NONE && !mode.isPadded();
  }

  /** Length of the KEY of an ANS_KEY: key and IV, or one byte for none (spec 20, 3). */
  public int keyStringBytes() {
    return mode == CipherMode.NONE ? 1 : keyBytes + ivBytes;
  }
}
