package io.github.tinc4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.core.compress.Compression;
import io.github.tinc4j.core.compress.Compressor;
import io.github.tinc4j.core.compress.Decompressor;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * LZO1X beside {@code liblzo2}: each reads what the other makes, and of damaged streams both make
 * the same. Inputs are like packets: noise, runs, text, and copies of earlier pieces.
 *
 * <p>{@value #COUNT} inputs each; {@code -Dinterop.lzo.inputs=10000000} makes it more.
 */
@InteropTest
@Timeout(value = 60, unit = TimeUnit.MINUTES) // grows with the number of inputs
class LzoLibraryIT {

  private static final int COUNT = 100_000;
  private static final int INPUTS = Integer.getInteger("interop.lzo.inputs", COUNT);

  /** The longest frame. */
  private static final int LONGEST = 1518;

  /** LZO1X-999 takes so many times longer. */
  private static final int BEST_EVERY = 16;

  private final LzoLibrary library = new LzoLibrary();
  private final Decompressor decompressor = Compression.decompressor(10);
  private final Random random = new Random(1);
  private final byte[] packed = new byte[Compression.MAX_BYTES];
  private final byte[] unpacked = new byte[Compression.MAX_BYTES];

  /** A frame of any length and kind. */
  private byte[] input() {
    byte[] frame = new byte[random.nextInt(random.nextInt(4) == 0 ? 64 : LONGEST + 1)];
    int letters = 1 << random.nextInt(9);
    int at = 0;
    while (at < frame.length) {
      int length = Math.min(frame.length - at, 1 + random.nextInt(1 << random.nextInt(11)));
      switch (random.nextInt(4)) {
        case 0 -> Arrays.fill(frame, at, at + length, (byte) random.nextInt(letters));
        case 1 -> {
          for (int i = 0; i < length && at > 0; i++) {
            frame[at + i] = frame[at + i - 1 - Math.min(at - 1, letters)];
          }
        }
        case 2 -> {
          int from = random.nextInt(at + 1);
          System.arraycopy(frame, from, frame, at, Math.min(length, at - from));
        }
        default -> {
          for (int i = 0; i < length; i++) {
            frame[at + i] = (byte) random.nextInt(letters);
          }
        }
      }
      at += length;
    }
    return frame;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11})
  void theLibraryReadsWhatWeMake(int level) {
    Compressor compressor = Compression.compressor(level);
    for (int i = 0; i < INPUTS; i++) {
      byte[] frame = input();
      int length = compressor.compress(frame, 0, frame.length, packed, 0);
      assertThat(length).isBetween(3, frame.length + frame.length / 16 + 67);
      int back = library.decompress(packed, length, unpacked, unpacked.length);
      assertSame(frame, back, i);
    }
  }

  @Test
  void weReadWhatTheLibraryMakes() {
    for (int i = 0; i < INPUTS; i++) {
      byte[] frame = input();
      byte[] theirs = i % BEST_EVERY == 0 ? library.compressBest(frame) : library.compress(frame);
      assertSame(frame, decompressor.decompress(theirs, 0, theirs.length, unpacked, 0), i);
    }
  }

  private void assertSame(byte[] frame, int length, int number) {
    if (length != frame.length || !Arrays.equals(frame, 0, length, unpacked, 0, length)) {
      assertThat(Arrays.copyOf(unpacked, Math.max(0, length))).as("%d", number).isEqualTo(frame);
    }
  }

  @Test
  void ofDamagedStreamsBothMakeTheSame() {
    byte[] theirs = new byte[Compression.MAX_BYTES];
    int accepted = 0;
    for (int i = 0; i < INPUTS; i++) {
      byte[] stream = damaged();
      int expected = library.decompress(stream, stream.length, theirs, theirs.length);
      int length = decompressor.decompress(stream, 0, stream.length, unpacked, 0);
      assertThat(length).as("%s", Arrays.toString(stream)).isEqualTo(expected);
      if (length >= 0) {
        accepted++;
        assertThat(Arrays.equals(unpacked, 0, length, theirs, 0, length)).isTrue();
      }
    }
    assertThat(accepted).as("some damage is not seen").isBetween(INPUTS / 100, INPUTS * 9 / 10);
  }

  /** What was a stream, with bytes changed, cut out or put in; or nothing but bytes. */
  private byte[] damaged() {
    byte[] frame = input();
    byte[] stream = random.nextInt(8) == 0 ? noise(random.nextInt(100)) : library.compress(frame);
    for (int changes = 1 + random.nextInt(3); changes > 0 && stream.length > 0; changes--) {
      int at = random.nextInt(stream.length);
      switch (random.nextInt(4)) {
        case 0 -> stream[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> stream[at] = (byte) random.nextInt(32);
        case 2 -> stream = Arrays.copyOf(stream, random.nextInt(16) == 0 ? at : stream.length);
        default -> {
          int end = Math.min(stream.length, at + random.nextInt(4));
          byte[] shorter = Arrays.copyOf(stream, stream.length - (end - at));
          System.arraycopy(stream, end, shorter, at, stream.length - end);
          stream = shorter;
        }
      }
    }
    return stream;
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
