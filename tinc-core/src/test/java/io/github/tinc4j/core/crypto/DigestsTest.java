package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.core.crypto.OpenSslVectors.DigestVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestsTest {

  static List<DigestVector> digests() {
    return OpenSslVectors.digests();
  }

  @ParameterizedTest
  @MethodSource("digests")
  void numbersNamesAndDigestsAreThoseOfOpenSsl(DigestVector v) {
    DigestSpec spec = spec(v.name());
    assertThat(DigestSpec.byNid(v.nid())).isSameAs(spec);
    assertThat(spec.size()).isEqualTo(v.size());
    assertThat(spec.digest(OpenSslVectors.plaintext())).isEqualTo(v.digest());
  }

  @ParameterizedTest
  @MethodSource("digests")
  void packetMacsAreTheFirstBytesOfTheHmacOfOpenSsl(DigestVector v) {
    for (int length : new int[] {v.size(), 4, 1}) {
      for (int keyBytes : new int[] {48, 200}) {
        byte[] expected = keyBytes == 48 ? v.shortKeyHmac() : v.longKeyHmac();
        PacketMac mac = PacketMac.of(spec(v.name()), OpenSslVectors.hmacKey(keyBytes), length);
        byte[] packet = new byte[3 + 61 + length];
        System.arraycopy(OpenSslVectors.plaintext(), 0, packet, 3, 61);
        mac.append(packet, 3, 61);
        assertThat(Arrays.copyOfRange(packet, 64, 64 + length))
            .isEqualTo(Arrays.copyOf(expected, length));
        assertThat(mac.verify(packet, 3, 61)).isTrue();
      }
    }
  }

  @Test
  void anyFlippedBitMakesTheMacWrong() {
    PacketMac mac = PacketMac.of(spec("sha256"), OpenSslVectors.hmacKey(48), 4);
    byte[] packet = new byte[40];
    mac.append(packet, 0, 36);
    for (int bit = 0; bit < 8 * packet.length; bit++) {
      packet[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(mac.verify(packet, 0, 36)).isFalse();
      packet[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(mac.verify(packet, 0, 36)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"SHA256,672", "sha-256,672", "RMD160,117", "none,0"})
  void namesAndAliasesAreFoundInAnyCase(String name, int nid) {
    assertThat(DigestSpec.byName(name)).isNotNull().isSameAs(DigestSpec.byNid(nid));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 95, 114, 427, Integer.MAX_VALUE})
  void aNumberNotInTheTableIsUnknown(int nid) {
    assertThat(DigestSpec.byNid(nid)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"sha256,0", "sha256,33", "sha256,-1", "none,1", "none,0"})
  void aMacLengthTheDigestDoesNotHaveIsRefused(String name, int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketMac.of(spec(name), new byte[48], length));
  }

  private static DigestSpec spec(String name) {
    return Objects.requireNonNull(DigestSpec.byName(name), name);
  }
}
