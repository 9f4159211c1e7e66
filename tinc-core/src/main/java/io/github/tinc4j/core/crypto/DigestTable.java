package io.github.tinc4j.core.crypto;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** OpenSSL's numbers, names and aliases of the digests we can do (spec 10, 11). */
final class DigestTable {

  private static final List<DigestSpec> ROWS =
      List.of(
          DigestSpec.NONE,
          new DigestSpec(257, "md4", 16, 64, null),
          new DigestSpec(4, "md5", 16, 64, "MD5"),
          new DigestSpec(64, "sha1", 20, 64, "SHA-1"),
          new DigestSpec(675, "sha224", 28, 64, "SHA-224"),
          new DigestSpec(672, "sha256", 32, 64, "SHA-256"),
          new DigestSpec(673, "sha384", 48, 128, "SHA-384"),
          new DigestSpec(674, "sha512", 64, 128, "SHA-512"),
          new DigestSpec(1094, "sha512-224", 28, 128, "SHA-512/224"),
          new DigestSpec(1095, "sha512-256", 32, 128, "SHA-512/256"),
          new DigestSpec(1096, "sha3-224", 28, 144, "SHA3-224"),
          new DigestSpec(1097, "sha3-256", 32, 136, "SHA3-256"),
          new DigestSpec(1098, "sha3-384", 48, 104, "SHA3-384"),
          new DigestSpec(1099, "sha3-512", 64, 72, "SHA3-512"),
          new DigestSpec(1056, "blake2b512", 64, 128, null),
          new DigestSpec(1057, "blake2s256", 32, 64, null),
          new DigestSpec(1143, "sm3", 32, 64, null),
          new DigestSpec(117, "ripemd160", 20, 64, null),
          new DigestSpec(804, "whirlpool", 64, 64, null));

  private static final Map<String, String> ALIASES =
      Map.of(
          "rmd160", "ripemd160",
          "ripemd", "ripemd160",
          "sha-1", "sha1",
          "sha-224", "sha224",
          "sha-256", "sha256",
          "sha-384", "sha384",
          "sha-512", "sha512",
          "sha-512/224", "sha512-224",
          "sha-512/256", "sha512-256");

  static final Map<Integer, DigestSpec> BY_NID =
      ROWS.stream().collect(Collectors.toUnmodifiableMap(DigestSpec::nid, Function.identity()));

  static final Map<String, DigestSpec> BY_NAME = byName();

  private DigestTable() {}

  private static Map<String, DigestSpec> byName() {
    Map<String, DigestSpec> names =
        ROWS.stream().collect(Collectors.toMap(DigestSpec::name, Function.identity()));
    return Stream.concat(names.keySet().stream(), ALIASES.keySet().stream())
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(), n -> names.get(ALIASES.getOrDefault(n, n))));
  }
}
