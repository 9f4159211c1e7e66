package io.github.tinc4j.core.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})
  void framesOfEveryKindComeBack(int level) {
    Compressor compressor = Compression.compressor(level);
    Decompressor decompressor = Compression.decompressor(level);
    Random random = new Random(level);
    for (int length : new int[] {0, 1, 14, 64, 1000, 1517, 1518}) {
      byte[] noise = new byte[length];
      random.nextBytes(noise);
      for (byte[] frame : new byte[][] {noise, new byte[length]}) {
        byte[] packed = new byte[1700];
        int packedLength = compressor.compress(frame, 0, length, packed, 7);
        assertThat(packedLength).isBetween(3, length + 12);
        byte[] unpacked = new byte[1700];
        assertThat(decompressor.decompress(packed, 7, packedLength, unpacked, 9)).isEqualTo(length);
        assertThat(Arrays.copyOfRange(unpacked, 9, 9 + length)).isEqualTo(frame);
      }
    }
    compressor.end();
    decompressor.end();
  }

  @Test
  void aBombFailsAtTheLimit() {
    Decompressor decompressor = Compression.decompressor(9);
    assertThat(decompressor.decompress(deflated(1661), 0, deflated(1661).length, new byte[4000], 0))
        .isEqualTo(1661);
    for (int length : new int[] {1662, 100_000, 10_000_000}) {
      byte[] bomb = deflated(length);
      byte[] out = new byte[4000];
      Arrays.fill(out, (byte) 1);
      assertThat(decompressor.decompress(bomb, 0, bomb.length, out, 0))
          .isEqualTo(Compression.FAILED);
      assertThat(out[1661]).isEqualTo((byte) 1);
    }
    decompressor.end();
  }

  @Test
  void aPacketCutShortFailsAndTheNextIsReadAllTheSame() {
    byte[] packed = deflated(500);
    Decompressor decompressor = Compression.decompressor(1);
    for (int length = 0; length < packed.length; length++) {
      assertThat(decompressor.decompress(packed, 0, length, new byte[1661], 0))
          .isEqualTo(Compression.FAILED);
    }
    assertThat(decompressor.decompress(packed, 0, packed.length, new byte[1661], 0)).isEqualTo(500);
    decompressor.end();
  }

  @Property(tries = 2000)
  void garbageGivesAnOutcomeAndNoException(@ForAll @Size(max = 300) byte[] garbage) {
    Decompressor decompressor = Compression.decompressor(1);
    assertThat(decompressor.decompress(garbage, 0, garbage.length, new byte[1661], 0))
        .isBetween(Compression.FAILED, 1661);
    decompressor.end();
  }

  @Test
  void aStreamThatWantsADictionaryFails() {
    Deflater deflater = new Deflater();
    deflater.setDictionary(new byte[] {1, 2, 3, 4});
    deflater.setInput(new byte[] {1, 2, 3, 4});
    deflater.finish();
    byte[] packed = new byte[100];
    int length = deflater.deflate(packed);
    deflater.end();
    Decompressor decompressor = Compression.decompressor(6);
    assertThat(decompressor.decompress(packed, 0, length, new byte[1661], 0))
        .isEqualTo(Compression.FAILED);
    decompressor.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 11})
  void noRoomIsAFailure(int level) {
    Compressor compressor = Compression.compressor(level);
    assertThat(compressor.compress(new byte[1000], 0, 1000, new byte[5], 0))
        .isEqualTo(Compression.FAILED);
    compressor.end();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void afterItsEndEverythingFails(int level) {
    Compressor compressor = Compression.compressor(level);
    byte[] packed = new byte[100];
    int length = compressor.compress(new byte[10], 0, 10, packed, 0);
    assertThat(length).isPositive();
    compressor.end();
    compressor.end();
    assertThat(compressor.compress(new byte[10], 0, 10, new byte[100], 0))
        .isEqualTo(Compression.FAILED);
    Decompressor decompressor = Compression.decompressor(level);
    decompressor.end();
    decompressor.end();
    assertThat(decompressor.decompress(packed, 0, length, new byte[100], 0))
        .isEqualTo(Compression.FAILED);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 12})
  void levelsWithoutCodecAreNotSupported(int level) {
    assertThat(Compression.supported(level)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.compressor(level));
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.decompressor(level));
  }

  @Test
  void levelZeroIsSupportedByDoingNothing() {
    assertThat(Compression.supported(0)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> Compression.compressor(0));
  }

  private static byte[] deflated(int zeros) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(new byte[zeros]);
    deflater.finish();
    byte[] packed = new byte[zeros / 500 + 100];
    int length = deflater.deflate(packed);
    assertThat(deflater.finished()).isTrue();
    deflater.end();
    return Arrays.copyOf(packed, length);
  }
}
