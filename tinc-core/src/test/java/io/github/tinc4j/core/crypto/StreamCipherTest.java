package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.tinc4j.core.crypto.OpenSslVectors.CipherVector;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamCipherTest {

  static List<CipherVector> metaCiphers() {
    return OpenSslVectors.ciphers().stream()
        .filter(v -> spec(v.name()).availableForMeta())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("metaCiphers")
  void everyByteComesOutAtOnceHoweverTheStreamIsCut(CipherVector v) {
    byte[] block = metaKeyBlock(v);
    for (int step : new int[] {61, 1, 7, 16, 17}) {
      byte[] text = OpenSslVectors.plaintext();
      inSteps(StreamCipher.encryptor(spec(v.name()), block), text, step);
      assertThat(text).isEqualTo(v.ciphertext());

      inSteps(StreamCipher.decryptor(spec(v.name()), block), text, step);
      assertThat(text).isEqualTo(OpenSslVectors.plaintext());
    }
  }

  @Test
  void aLongStreamComesBackWhole() {
    byte[] block = new byte[256];
    StreamCipher encryptor = StreamCipher.encryptor(spec("aes-256-cfb"), block);
    StreamCipher decryptor = StreamCipher.decryptor(spec("aes-256-cfb"), block);
    for (int length = 0; length < 300; length++) {
      byte[] text = new byte[length];
      encryptor.apply(text, 0, length);
      decryptor.apply(text, 0, length);
      assertThat(text).isEqualTo(new byte[length]);
    }
  }

  @Test
  void theBudgetFollowsTheBlock() {
    assertThat(StreamCipher.budget(spec("aes-256-cfb"))).isEqualTo(Long.MAX_VALUE);
    assertThat(StreamCipher.budget(spec("bf-ofb"))).isEqualTo(1L << 31);
    assertThat(StreamCipher.budget(spec("rc4"))).isEqualTo(1L << 31);
  }

  @Test
  void aStreamBeyondItsBudgetIsNoticedBeforeAByteIsUsed() {
    StreamCipher cipher = new StreamCipher(new Rc4(new byte[16]), 100);
    cipher.apply(new byte[60], 0, 60);
    assertThat(cipher.exhaustedBy(40)).isFalse();
    assertThat(cipher.exhaustedBy(41)).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> cipher.apply(new byte[41], 0, 41));
    cipher.apply(new byte[40], 0, 40);
    assertThat(cipher.exhaustedBy(0)).isFalse();
    assertThat(cipher.exhaustedBy(1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "aes-256-cbc", "aes-256-ecb"})
  void aCipherThatIsNoStreamIsRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamCipher.decryptor(spec(name), new byte[256]));
  }

  @Test
  void aBlockTooShortForKeyAndIvIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StreamCipher.decryptor(spec("aes-256-cfb"), new byte[47]));
  }

  private static void inSteps(StreamCipher cipher, byte[] text, int step) {
    for (int at = 0; at < text.length; at += step) {
      cipher.apply(text, at, Math.min(step, text.length - at));
    }
  }

  private static byte[] metaKeyBlock(CipherVector v) {
    byte[] block = new byte[128];
    System.arraycopy(v.key(), 0, block, 128 - v.keyBytes(), v.keyBytes());
    System.arraycopy(v.iv(), 0, block, 128 - v.keyBytes() - v.ivBytes(), v.ivBytes());
    return block;
  }

  private static CipherSpec spec(String name) {
    return Objects.requireNonNull(CipherSpec.byName(name), name);
  }
}
