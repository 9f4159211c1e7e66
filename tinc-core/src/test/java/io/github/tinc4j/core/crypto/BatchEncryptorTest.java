package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.core.crypto.OpenSslVectors.CipherVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchEncryptorTest {

  private static final int OFFSET = 32;
  private static final int STRIDE = 2048;

  /** Around what is done one by one, what goes side by side, and what needs several rounds. */
  private static final int[] COUNTS = {0, 1, 2, 3, 4, 5, 48, 63, 64, 65, 67, 68, 70, 132};

  static List<CipherVector> packetCiphers() {
    return OpenSslVectors.ciphers().stream()
        .filter(v -> spec(v.name()).availableForPackets())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packetCiphers")
  void everyPacketOfABatchIsEncryptedAsOpenSslDoes(CipherVector v) {
    BatchEncryptor encryptor = BatchEncryptor.of(spec(v.name()), v.keyString());
    byte[] packets = new byte[OFFSET + 6 * STRIDE];
    for (int i = 0; i < 6; i++) {
      System.arraycopy(OpenSslVectors.plaintext(), 0, packets, OFFSET + i * STRIDE, 61);
    }
    int length = encryptor.apply(packets, OFFSET, STRIDE, 6, 61);
    for (int i = 0; i < 6; i++) {
      int at = OFFSET + i * STRIDE;
      assertThat(Arrays.copyOfRange(packets, at, at + length)).isEqualTo(v.ciphertext());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes-128-cbc", "aes-256-cbc", "aes-192-ecb", "bf-cbc", "aes-256-cfb"})
  void aBatchIsWhatItsPacketsAreAlone(String name) {
    byte[] keyString = new byte[spec(name).keyStringBytes()];
    new Random(5).nextBytes(keyString);
    BatchEncryptor batch = BatchEncryptor.of(spec(name), keyString);
    PacketCipher single = PacketCipher.encryptor(spec(name), keyString);
    for (int count : COUNTS) {
      for (int len : new int[] {5, 15, 16, 17, 31, 32, 88, 1455, 1456, 1522}) {
        byte[] packets = new byte[OFFSET + (count + 1) * STRIDE];
        new Random(count).nextBytes(packets);
        byte[] before = packets.clone();
        int length = batch.apply(packets, OFFSET, STRIDE, count, len);

        byte[] expected = before.clone();
        for (int i = 0; i < count; i++) {
          int at = OFFSET + i * STRIDE;
          byte[] plain = Arrays.copyOf(Arrays.copyOfRange(before, at, at + len), len + 16);
          assertThat(single.apply(plain, 0, len, expected, at)).isEqualTo(length);
        }
        assertThat(packets).as("%s packets of %s bytes", count, len).isEqualTo(expected);
      }
    }
  }

  @Test
  void withoutCipherPacketsStayAsTheyAre() {
    byte[] packets = {1, 2, 3, 4};
    int length = BatchEncryptor.of(CipherSpec.NONE, new byte[1]).apply(packets, 0, 2, 2, 2);
    assertThat(length).isEqualTo(2);
    assertThat(packets).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchEncryptor.of(spec("aes-256-cbc"), new byte[47]));
  }

  private static CipherSpec spec(String name) {
    return Objects.requireNonNull(CipherSpec.byName(name));
  }
}
