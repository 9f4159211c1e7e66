package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.NullMarked;

@NullMarked
class ChecksumTest {

  @Property
  void itIsWhatASumOfBytePairsGives(
      @ForAll Random random,
      @ForAll @IntRange(max = 9) int offset,
      @ForAll @IntRange(max = 3000) int length) {
    byte[] bytes = new byte[offset + length];
    random.nextBytes(bytes);
    int word = Checksum.of(Checksum.sum(bytes, offset, length));
    int expected = TestPacket.complement(TestPacket.sum(bytes, offset, length));
    assertThat(Checksum.word(word)).isEqualTo(expected);
  }

  @Example
  void theLongestPacketOfAllOnesDoesNotOverflow() {
    byte[] bytes = new byte[65_535];
    Arrays.fill(bytes, (byte) 0xff);
    long sum = Checksum.sum(bytes, 0, bytes.length);
    assertThat(Checksum.fold(sum)).isEqualTo(Checksum.word(0xff00));
    assertThat(Checksum.fold(sum + 0xffff)).isEqualTo(Checksum.word(0xff00));
    assertThat(Checksum.fold(0xffff_ffff_ffffL)).isEqualTo(0xffff);
    assertThat(Checksum.fold(Long.MAX_VALUE)).isEqualTo(0x7fff);
    assertThat(Checksum.fold(-1)).isEqualTo(0xffff);
    assertThat(Checksum.fold(0x1_0000_ffff_ffffL)).as("a carry to the last").isEqualTo(1);
    assertThat(Checksum.fold(0)).isZero();
  }

  @Property
  void aWordCanBeTakenOffAgain(
      @ForAll @IntRange(max = 65_535) int rest, @ForAll @IntRange(max = 65_535) int word) {
    int without = Checksum.fold((long) rest + word + Checksum.minus(word));
    assertThat(without % 0xffff).isEqualTo(rest % 0xffff);
  }

  @Example
  void aNumberIsAWordAsItLiesInAPacket() {
    byte[] bytes = new byte[3];
    Checksum.put(bytes, 1, Checksum.word(0x7_1234));
    assertThat(bytes).containsExactly(0, 0x12, 0x34);
    assertThat(Checksum.get(bytes, 1)).isEqualTo(Checksum.word(0x1234));
  }
}
