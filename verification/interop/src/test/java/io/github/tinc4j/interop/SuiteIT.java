package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Packets under every cipher and digest that both sides have. The receiver dictates, so each pair
 * of nodes tries two suites: one towards us, another towards tincd.
 */
@InteropTest
class SuiteIT {

  /** What spec 10, 11 names and packets can use, without {@code none}. */
  private static final List<String> CIPHERS =
      Stream.of(
              prefixed("ecb cbc cfb ofb cfb1 cfb8", "aes-128 aes-192 aes-256"),
              prefixed("ecb cbc cfb ofb cfb1 cfb8", "camellia-128 camellia-192 camellia-256"),
              prefixed("ecb cbc cfb ofb", "aria-128 aria-192 aria-256"),
              prefixed("cbc cfb ofb cfb1 cfb8", "des-ede3"),
              prefixed("cbc cfb ofb", "des-ede"),
              prefixed("ecb cbc cfb ofb", "bf cast5 seed sm4 des rc2"),
              Stream.of("des-ede3", "rc4"))
          .flatMap(names -> names)
          .toList();

  /**
   * Likewise. Without md4 and whirlpool: tincd on OpenSSL 3 takes keys with them without a word,
   * and then sends nothing that passes for authentic.
   */
  private static final List<String> DIGESTS =
      List.of(
          "md5",
          "sha1",
          "sha224",
          "sha256",
          "sha384",
          "sha512",
          "sha512-224",
          "sha512-256",
          "sha3-224",
          "sha3-256",
          "sha3-384",
          "sha3-512",
          "blake2b512",
          "blake2s256",
          "sm3",
          "ripemd160");

  private static Stream<String> prefixed(String modes, String names) {
    return Stream.of(names.split(" "))
        .flatMap(name -> Stream.of(modes.split(" ")).map(mode -> name + "-" + mode));
  }

  @TestFactory
  Stream<DynamicNode> everyCipherWithEveryDigest() {
    List<String> ciphers = new ArrayList<>(bothHaveCiphers());
    List<String> digests = new ArrayList<>(bothHaveDigests());
    assertThat(ciphers)
        .contains("aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "aes-256-cfb", "aes-256-ofb")
        .contains("aes-256-ecb", "aes-256-cfb8", "camellia-256-cbc", "des-ede3-cbc");
    assertThat(digests).contains("md5", "sha1", "sha256", "sha384", "sha512");
    ciphers.add("none");
    digests.add("none");
    List<Suite> suites = new ArrayList<>();
    for (String cipher : ciphers) {
      digests.forEach(digest -> suites.add(Suite.of(cipher, digest)));
    }
    return tests(suites);
  }

  @TestFactory
  Stream<DynamicNode> everyMacLength() {
    List<Suite> suites = new ArrayList<>();
    for (String cipher : List.of("aes-256-cbc", "aes-128-cbc", "aes-256-cfb", "none")) {
      for (String digest : List.of("md5", "sha1", "sha256", "sha512")) {
        DigestSpec spec = DigestSpec.byName(digest);
        assertThat(spec).isNotNull();
        for (int length : new int[] {0, 4, 10, spec.size()}) {
          suites.add(new Suite(cipher, digest, length, 0));
        }
      }
    }
    return tests(suites);
  }

  @TestFactory
  Stream<DynamicNode> everyCompressionLevel() {
    return tests(
        IntStream.rangeClosed(0, 11)
            .mapToObj(level -> new Suite("aes-256-cbc", "sha256", 4, level))
            .toList());
  }

  /** A test for each suite towards us, with the suite half the list away towards tincd. */
  private static Stream<DynamicNode> tests(List<Suite> suites) {
    int count = suites.size();
    List<PairFarm.Pair> pairs =
        IntStream.range(0, count)
            .mapToObj(i -> new PairFarm.Pair(suites.get((i + count / 2) % count), suites.get(i)))
            .toList();
    int batches = (count + PairFarm.MAX_PAIRS - 1) / PairFarm.MAX_PAIRS;
    return IntStream.range(0, batches)
        .mapToObj(
            batch -> {
              int from = batch * PairFarm.MAX_PAIRS;
              return batch(pairs.subList(from, Math.min(count, from + PairFarm.MAX_PAIRS)));
            });
  }

  /** Starts the pairs when JUnit comes to the container, and ends them when it leaves it. */
  private static DynamicNode batch(List<PairFarm.Pair> pairs) {
    PairFarm farm = PairFarm.withJava(pairs);
    Stream<DynamicTest> tests =
        IntStream.range(0, pairs.size())
            .mapToObj(i -> DynamicTest.dynamicTest(pairs.get(i).toString(), () -> farm.check(i)));
    return DynamicContainer.dynamicContainer(pairs.get(0) + " and on", tests.onClose(farm::close));
  }

  private static List<String> bothHaveCiphers() {
    List<String> ours = CIPHERS.stream().filter(SuiteIT::isOurCipher).toList();
    return tincdHas(ours, ours.stream().map(name -> Suite.of(name, "sha256")).toList());
  }

  private static boolean isOurCipher(String name) {
    CipherSpec spec = CipherSpec.byName(name);
    return spec != null && spec.availableForPackets();
  }

  private static List<String> bothHaveDigests() {
    List<String> ours = DIGESTS.stream().filter(name -> DigestSpec.byName(name) != null).toList();
    return tincdHas(ours, ours.stream().map(name -> Suite.of("aes-256-cbc", name)).toList());
  }

  /** Those of {@code names} under whose suites two tincds exchange packets by UDP. */
  private static List<String> tincdHas(List<String> names, List<Suite> suites) {
    List<String> found = new ArrayList<>();
    for (int from = 0; from < suites.size(); from += PairFarm.MAX_PAIRS) {
      List<PairFarm.Pair> pairs =
          suites.subList(from, Math.min(suites.size(), from + PairFarm.MAX_PAIRS)).stream()
              .map(suite -> new PairFarm.Pair(suite, suite))
              .toList();
      try (PairFarm farm = PairFarm.withTincd(pairs)) {
        for (int i = 0; i < pairs.size(); i++) {
          if (farm.reachesUdp(i)) {
            found.add(names.get(from + i));
          }
        }
      }
    }
    return found;
  }
}
