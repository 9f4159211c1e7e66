package io.github.tinc4j.core.compress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Runs LZO on the inputs that Jazzer found: each reaches something in the decompressor that none
 * before it did. How they are found, and why they are run without Jazzer, is in ADR 0015.
 */
class LzoCorpusTest {

  private static final int MARGIN = 16;
  private static final byte UNTOUCHED = 0x5A;

  private final Decompressor decompressor = Compression.decompressor(10);
  private final byte[] out = new byte[MARGIN + Compression.MAX_BYTES + MARGIN];

  private static List<byte[]> corpus() throws IOException {
    try (InputStream in = LzoCorpusTest.class.getResourceAsStream("lzo-corpus.txt")) {
      byte[] text = Objects.requireNonNull(in, "no corpus").readAllBytes();
      return new String(text, StandardCharsets.US_ASCII)
          .lines()
          .map(HexFormat.of()::parseHex)
          .toList();
    }
  }

  @Test
  void anyBytesAreDecompressedOrRefusedWithinTheirBounds() throws IOException {
    int accepted = 0;
    List<byte[]> corpus = corpus();
    for (byte[] stream : corpus) {
      for (int length = 0; length <= stream.length; length++) {
        accepted += decompress(Arrays.copyOf(stream, length)) >= 0 ? 1 : 0;
      }
    }
    assertThat(corpus).hasSizeGreaterThan(50);
    assertThat(accepted).as("some of them are streams").isPositive();
  }

  private int decompress(byte[] stream) {
    byte[] in = new byte[MARGIN + stream.length + MARGIN];
    System.arraycopy(stream, 0, in, MARGIN, stream.length);
    byte[] before = in.clone();
    Arrays.fill(out, UNTOUCHED);
    int length = decompressor.decompress(in, MARGIN, stream.length, out, MARGIN);
    assertThat(length).isBetween(Compression.FAILED, Compression.MAX_BYTES);
    assertThat(in).isEqualTo(before);
    for (int i = 0; i < MARGIN; i++) {
      assertThat(out[i]).isEqualTo(UNTOUCHED);
      assertThat(out[out.length - 1 - i]).isEqualTo(UNTOUCHED);
    }
    return length;
  }

  @Test
  void whatIsCompressedIsTheSameAfterwards() throws IOException {
    byte[] packed = new byte[2 * Compression.MAX_BYTES];
    for (byte[] frame : corpus()) {
      for (int level = 10; level <= 11; level++) {
        int length = Compression.compressor(level).compress(frame, 0, frame.length, packed, 0);
        int back = decompressor.decompress(packed, 0, length, out, 0);
        assertThat(Arrays.copyOf(out, Math.max(0, back))).isEqualTo(frame);
      }
    }
  }
}
