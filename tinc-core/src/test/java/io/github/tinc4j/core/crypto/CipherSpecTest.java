package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.crypto.OpenSslVectors.CipherVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherSpecTest {

  static java.util.List<CipherVector> ciphers() {
    return OpenSslVectors.ciphers();
  }

  @ParameterizedTest
  @MethodSource("ciphers")
  void numbersNamesAndLengthsAreThoseOfOpenSsl(CipherVector v) {
    assertThat(CipherSpec.byNid(v.nid()))
        .isNotNull()
        .returns(v.keyBytes(), CipherSpec::keyBytes)
        .returns(v.ivBytes(), CipherSpec::ivBytes)
        .returns(v.blockBytes(), CipherSpec::blockBytes)
        .isEqualTo(CipherSpec.byName(v.name().equals("des-ede") ? "des-ede-ecb" : v.name()));
  }

  @ParameterizedTest
  @CsvSource({
    "AES256,427",
    "aes-256-CBC,427",
    "blowfish,91",
    "BF,91",
    "cast,108",
    "des,31",
    "des3,44",
    "camellia128,751",
    "des-ede3-ecb,33",
    "idea,34",
    "rc2-128,37",
    "none,0",
    "NONE,0"
  })
  void namesAndAliasesAreFoundInAnyCase(String name, int nid) {
    assertThat(CipherSpec.byName(name)).isNotNull().isSameAs(CipherSpec.byNid(nid));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "aes-256-ctr", "aes-256-gcm", "chacha20", "chacha20-poly1305", "desx", "aes"})
  void whatDoesNotWorkBetweenDaemonsIsUnknown(String name) {
    assertThat(CipherSpec.byName(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 80, 904, 901, 1018, 1019, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aNumberNotInTheTableIsUnknown(int nid) {
    assertThat(CipherSpec.byNid(nid)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "none,true,false", "aes-256-cbc,true,false", "aes-256-ecb,true,false", "aes-256-cfb,true,true",
    "aes-128-cfb8,true,true", "aes-128-cfb1,true,true", "bf-ofb,true,true", "rc4,false,true"
  })
  void theModeDecidesWhereACipherCanServe(String name, boolean packets, boolean meta) {
    assertThat(CipherSpec.byName(name))
        .isNotNull()
        .returns(packets, CipherSpec::availableForPackets)
        .returns(meta, CipherSpec::availableForMeta);
  }

  @Test
  void noCipherHasAKeyStringOfOneByte() {
    assertThat(CipherSpec.NONE.keyStringBytes()).isEqualTo(1);
    assertThat(CipherSpec.byNid(427)).isNotNull().returns(48, CipherSpec::keyStringBytes);
    assertThat(CipherSpec.byNid(426)).isNotNull().returns(32, CipherSpec::keyStringBytes);
  }
}
