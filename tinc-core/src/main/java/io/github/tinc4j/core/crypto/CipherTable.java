package io.github.tinc4j.core.crypto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** OpenSSL's numbers, names and aliases of the ciphers we can do (spec 10, 11). */
final class CipherTable {

  static final Map<Integer, CipherSpec> BY_NID;
  static final Map<String, CipherSpec> BY_NAME;

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("aes128", "aes-128-cbc"),
          Map.entry("aes192", "aes-192-cbc"),
          Map.entry("aes256", "aes-256-cbc"),
          Map.entry("aria128", "aria-128-cbc"),
          Map.entry("aria192", "aria-192-cbc"),
          Map.entry("aria256", "aria-256-cbc"),
          Map.entry("bf", "bf-cbc"),
          Map.entry("blowfish", "bf-cbc"),
          Map.entry("camellia128", "camellia-128-cbc"),
          Map.entry("camellia192", "camellia-192-cbc"),
          Map.entry("camellia256", "camellia-256-cbc"),
          Map.entry("cast", "cast5-cbc"),
          Map.entry("cast-cbc", "cast5-cbc"),
          Map.entry("des", "des-cbc"),
          Map.entry("des3", "des-ede3-cbc"),
          Map.entry("des-ede-ecb", "des-ede"),
          Map.entry("des-ede3-ecb", "des-ede3"),
          Map.entry("idea", "idea-cbc"),
          Map.entry("rc2", "rc2-cbc"),
          Map.entry("rc2-128", "rc2-cbc"),
          Map.entry("rc2-40", "rc2-40-cbc"),
          Map.entry("rc2-64", "rc2-64-cbc"),
          Map.entry("seed", "seed-cbc"),
          Map.entry("sm4", "sm4-cbc"));

  static {
    Map<Integer, CipherSpec> byNid = new HashMap<>();
    Map<String, CipherSpec> byName = new HashMap<>();
    for (CipherSpec spec : new Rows().list) {
      byNid.put(spec.nid(), spec);
      byName.put(spec.name(), spec);
    }
    ALIASES.forEach((alias, name) -> byName.put(alias, byName.get(name)));
    BY_NID = Map.copyOf(byNid);
    BY_NAME = Map.copyOf(byName);
  }

  private CipherTable() {}

  private static final class Rows {

    final List<CipherSpec> list = new ArrayList<>(List.of(CipherSpec.NONE));

    Rows() {
      CipherFamily family = CipherFamily.AES;
      wide("aes-128", family, 16, 418, 419, 421, 420);
      wide("aes-192", family, 24, 422, 423, 425, 424);
      wide("aes-256", family, 32, 426, 427, 429, 428);
      narrow("aes-128", family, 16, 650, 653);
      narrow("aes-192", family, 24, 651, 654);
      narrow("aes-256", family, 32, 652, 655);

      family = CipherFamily.CAMELLIA;
      wide("camellia-128", family, 16, 754, 751, 757, 766);
      wide("camellia-192", family, 24, 755, 752, 758, 767);
      wide("camellia-256", family, 32, 756, 753, 759, 768);
      narrow("camellia-128", family, 16, 760, 763);
      narrow("camellia-192", family, 24, 761, 764);
      narrow("camellia-256", family, 32, 762, 765);

      family = CipherFamily.ARIA;
      wide("aria-128", family, 16, 1065, 1066, 1067, 1068);
      wide("aria-192", family, 24, 1070, 1071, 1072, 1073);
      wide("aria-256", family, 32, 1075, 1076, 1077, 1078);
      narrow("aria-128", family, 16, 1080, 1083);
      narrow("aria-192", family, 24, 1081, 1084);
      narrow("aria-256", family, 32, 1082, 1085);

      wide("seed", CipherFamily.SEED, 16, 776, 777, 779, 778);
      wide("sm4", CipherFamily.SM4, 16, 1133, 1134, 1137, 1135);
      wide("bf", CipherFamily.BLOWFISH, 16, 92, 91, 93, 94);
      wide("cast5", CipherFamily.CAST5, 16, 109, 108, 110, 111);
      wide("idea", CipherFamily.IDEA, 16, 36, 34, 35, 46);

      family = CipherFamily.DES;
      wide("des", family, 8, 29, 31, 30, 45);
      narrow("des", family, 8, 656, 657);

      family = CipherFamily.TRIPLE_DES;
      add("des-ede", 32, family, 16, CipherMode.ECB);
      chained("des-ede", family, 16, 43, 60, 62);
      add("des-ede3", 33, family, 24, CipherMode.ECB);
      chained("des-ede3", family, 24, 44, 61, 63);
      narrow("des-ede3", family, 24, 658, 659);

      family = CipherFamily.RC2;
      wide("rc2", family, 16, 38, 37, 39, 40);
      add("rc2-40-cbc", 98, family, 5, CipherMode.CBC);
      add("rc2-64-cbc", 166, family, 8, CipherMode.CBC);

      add("rc4", 5, CipherFamily.RC4, 16, CipherMode.STREAM);
      add("rc4-40", 97, CipherFamily.RC4, 5, CipherMode.STREAM);
    }

    private void wide(
        String prefix, CipherFamily family, int keyBytes, int ecb, int cbc, int cfb, int ofb) {
      add(prefix + "-ecb", ecb, family, keyBytes, CipherMode.ECB);
      chained(prefix, family, keyBytes, cbc, cfb, ofb);
    }

    private void chained(
        String prefix, CipherFamily family, int keyBytes, int cbc, int cfb, int ofb) {
      add(prefix + "-cbc", cbc, family, keyBytes, CipherMode.CBC);
      add(prefix + "-cfb", cfb, family, keyBytes, CipherMode.CFB);
      add(prefix + "-ofb", ofb, family, keyBytes, CipherMode.OFB);
    }

    private void narrow(String prefix, CipherFamily family, int keyBytes, int cfb1, int cfb8) {
      add(prefix + "-cfb1", cfb1, family, keyBytes, CipherMode.CFB1);
      add(prefix + "-cfb8", cfb8, family, keyBytes, CipherMode.CFB8);
    }

    private void add(String name, int nid, CipherFamily family, int keyBytes, CipherMode mode) {
      int ivBytes = mode == CipherMode.ECB ? 0 : family.blockBytes();
      int blockBytes = mode.isPadded() ? family.blockBytes() : 1;
      list.add(new CipherSpec(nid, name, keyBytes, ivBytes, blockBytes, mode, family));
    }
  }
}
