package io.github.tinc4j.core.crypto;

import java.util.Locale;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.MD4Digest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.digests.WhirlpoolDigest;
import org.jspecify.annotations.Nullable;

/**
 * A digest as the protocol names it (spec 10, 11). Left out, and hence unknown: MDC2 and MD5-SHA1,
 * which neither the JDK nor BouncyCastle has.
 *
 * @param nid OpenSSL's number, as it stands in METAKEY and ANS_KEY; 0 for none
 * @param name OpenSSL's name in lower case
 * @param size length of the digest in bytes, 0 for none
 * @param blockBytes length of the blocks it takes in, which HMAC pads its key to; 0 for none
 * @param jdkName the JDK's name of it; null where BouncyCastle does it
 */
public record DigestSpec(int nid, String name, int size, int blockBytes, @Nullable String jdkName) {

  /** No digest: allowed for packets, refused for the meta connection. */
  public static final DigestSpec NONE = new DigestSpec(0, "none", 0, 0, null);

  /** The digest of this number; null when it is unknown. */
  public static @Nullable DigestSpec byNid(int nid) {
    return DigestTable.BY_NID.get(nid);
  }

  /** The digest of this name or alias of OpenSSL, in any case, or "none"; null when unknown. */
  public static @Nullable DigestSpec byName(String name) {
    return DigestTable.BY_NAME.get(name.toLowerCase(Locale.ROOT));
  }

  /**
   * The digest of some bytes, as CHAL_REPLY wants it: no key, whole.
   *
   * @throws IllegalStateException when this is {@link #NONE}
   */
  public byte[] digest(byte[] bytes) {
    Hash hash = open();
    hash.update(bytes, 0, bytes.length);
    byte[] result = new byte[size];
    hash.finish(result, 0);
    return result;
  }

  Hash open() {
    if (jdkName != null) {
      return new JdkHash(jdkName);
    }
    return switch (name) {
      case "md4" -> new EngineHash(new MD4Digest());
      case "ripemd160" -> new EngineHash(new RIPEMD160Digest());
      case "whirlpool" -> new EngineHash(new WhirlpoolDigest());
      case "blake2b512" -> new EngineHash(new Blake2bDigest());
      case "blake2s256" -> new EngineHash(new Blake2sDigest());
      case "sm3" -> new EngineHash(new SM3Digest());
      default -> throw new IllegalStateException("no digest: " + name);
    };
  }
}
