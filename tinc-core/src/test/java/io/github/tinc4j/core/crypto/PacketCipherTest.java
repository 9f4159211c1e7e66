package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.core.crypto.OpenSslVectors.CipherVector;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketCipherTest {

  static List<CipherVector> packetCiphers() {
    return OpenSslVectors.ciphers().stream()
        .filter(v -> spec(v.name()).availableForPackets())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("packetCiphers")
  void encryptsAndDecryptsAsOpenSslDoesAndRewindsForEachPacket(CipherVector v) {
    PacketCipher encryptor = PacketCipher.encryptor(spec(v.name()), v.keyString());
    PacketCipher decryptor = PacketCipher.decryptor(spec(v.name()), v.keyString());
    for (int round = 0; round < 3; round++) {
      byte[] in = Arrays.copyOf(OpenSslVectors.plaintext(), 61 + 16);
      byte[] sealed = new byte[100];
      int length = encryptor.apply(in, 0, 61, sealed, 3);
      assertThat(Arrays.copyOfRange(sealed, 3, 3 + length)).isEqualTo(v.ciphertext());

      byte[] opened = new byte[100];
      assertThat(decryptor.apply(sealed, 3, length, opened, 5)).isEqualTo(61);
      assertThat(Arrays.copyOfRange(opened, 5, 66)).isEqualTo(OpenSslVectors.plaintext());
    }
  }

  /** OpenSSL is mostly built without IDEA; the example is the one its authors published. */
  @Test
  void ideaIsTheFunctionThatWasPublished() {
    PacketCipher encryptor =
        PacketCipher.encryptor(spec("idea-ecb"), hex("00010002000300040005000600070008"));
    byte[] in = Arrays.copyOf(hex("0000000100020003"), 16);
    byte[] out = new byte[16];
    assertThat(encryptor.apply(in, 0, 8, out, 0)).isEqualTo(16);
    assertThat(Arrays.copyOf(out, 8)).isEqualTo(hex("11fbed2b01986de5"));
  }

  @ParameterizedTest
  @CsvSource({"idea-cbc,72", "idea-ecb,72", "idea-cfb,67", "idea-ofb,67"})
  void ideaRoundTripsInEveryMode(String name, int expectedLength) {
    byte[] key = new byte[spec(name).keyStringBytes()];
    Arrays.fill(key, (byte) 0x5a);
    byte[] in = new byte[67 + 8];
    byte[] sealed = new byte[80];
    byte[] opened = new byte[80];
    int length = PacketCipher.encryptor(spec(name), key).apply(in, 0, 67, sealed, 0);
    assertThat(length).isEqualTo(expectedLength);
    assertThat(PacketCipher.decryptor(spec(name), key).apply(sealed, 0, length, opened, 0))
        .isEqualTo(67);
    assertThat(opened).startsWith(Arrays.copyOf(in, 67));
  }

  @Test
  void aWholeNumberOfBlocksGetsABlockOfPadding() {
    PacketCipher encryptor = PacketCipher.encryptor(spec("aes-256-cbc"), new byte[48]);
    assertThat(encryptor.apply(new byte[144], 0, 128, new byte[144], 0)).isEqualTo(144);
    assertThat(encryptor.apply(new byte[144], 0, 124, new byte[144], 0)).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "15", "17", "31"})
  void aLengthThatIsNotWholeBlocksFails(int length) {
    PacketCipher decryptor = PacketCipher.decryptor(spec("aes-256-cbc"), new byte[48]);
    assertThat(decryptor.apply(new byte[48], 0, length, new byte[48], 0))
        .isEqualTo(PacketCipher.FAILED);
  }

  @ParameterizedTest
  @CsvSource({"00", "11", "ff", "80", "0202", "030303"})
  void paddingThatIsNotWhatTheLastByteSaysFails(String ending) {
    byte[] text = new byte[32];
    byte[] end = hex(ending);
    System.arraycopy(end, 0, text, 32 - end.length, end.length);
    if (end.length > 1) {
      text[32 - end.length] ^= 0x40;
    }
    byte[] in = Arrays.copyOf(text, 48);
    byte[] sealed = new byte[48];
    PacketCipher.encryptor(spec("aes-128-ecb"), new byte[16]).apply(in, 0, 32, sealed, 0);
    assertThat(
            PacketCipher.decryptor(spec("aes-128-ecb"), new byte[16])
                .apply(sealed, 0, 32, new byte[48], 0))
        .isEqualTo(PacketCipher.FAILED);
  }

  @Test
  void aKeyStringOfAnotherLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketCipher.encryptor(spec("aes-256-cbc"), new byte[47]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketCipher.decryptor(CipherSpec.NONE, new byte[2]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PacketCipher.decryptor(spec("rc4"), new byte[16]));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static CipherSpec spec(String name) {
    return Objects.requireNonNull(CipherSpec.byName(name), name);
  }
}
