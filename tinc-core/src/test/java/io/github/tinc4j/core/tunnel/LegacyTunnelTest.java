package io.github.tinc4j.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyTunnelTest {

  private static final CipherSpec AES_256_CBC = cipher("aes-256-cbc");
  private static final DigestSpec SHA_256 = digest("sha256");

  static List<CipherSpec> packetCiphers() {
    return IntStream.range(0, 2000)
        .mapToObj(CipherSpec::byNid)
        .filter(Objects::nonNull)
        .filter(CipherSpec::availableForPackets)
        .toList();
  }

  static List<DigestSpec> digests() {
    return IntStream.range(0, 2000).mapToObj(DigestSpec::byNid).filter(Objects::nonNull).toList();
  }

  @ParameterizedTest
  @MethodSource("packetCiphers")
  void everyCipherWithEveryDigestComesBackAtEveryLength(CipherSpec cipher) {
    for (DigestSpec digest : digests()) {
      Pair pair = new Pair(cipher, digest, digest.size(), 0);
      for (int length : new int[] {14, 15, 60, 61, 124, 1514, 1517, 1518}) {
        byte[] frame = frame(length);
        byte[] datagram = pair.seal(frame);
        assertThat(pair.open(datagram)).isEqualTo(length);
        assertThat(pair.opened(length)).isEqualTo(frame);
        assertThat(pair.opener.probeLength()).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 9})
  void compressedFramesComeBackEvenWhenTheyGrow(int level) {
    Pair pair = new Pair(AES_256_CBC, digest("sha512"), 64, level);
    for (int length : new int[] {14, 60, 1000, 1518}) {
      byte[] zeros = new byte[length];
      for (byte[] frame : new byte[][] {frame(length), zeros}) {
        byte[] datagram = pair.seal(frame);
        assertThat(datagram.length).isLessThanOrEqualTo(length + 96);
        assertThat(pair.open(datagram)).isEqualTo(length);
        assertThat(pair.opened(length)).isEqualTo(frame);
      }
    }
    pair.release();
  }

  @Test
  void aFlippedBitAnywhereIsABadMac() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 0);
    byte[] datagram = pair.seal(frame(122));
    assertThat(datagram).hasSize(132);
    for (int bit = 0; bit < 8 * datagram.length; bit++) {
      datagram[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(pair.opener.authentic(datagram, 0, datagram.length)).isFalse();
      assertThat(pair.open(datagram)).isEqualTo(dropped(DropReason.BAD_MAC));
      datagram[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(pair.opener.authentic(datagram, 0, datagram.length)).isTrue();
    assertThat(pair.open(datagram)).isEqualTo(122);
  }

  @Test
  void aTruncatedOrExtendedDatagramIsRefused() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 0);
    byte[] datagram = pair.seal(frame(122));
    for (int length = 0; length < 132; length++) {
      assertThat(pair.open(Arrays.copyOf(datagram, length)))
          .isEqualTo(dropped(length < 8 ? DropReason.DATAGRAM_TOO_SHORT : DropReason.BAD_MAC));
    }
    assertThat(pair.open(Arrays.copyOf(datagram, 133))).isEqualTo(dropped(DropReason.BAD_MAC));
    assertThat(pair.open(new byte[1662])).isEqualTo(dropped(DropReason.DATAGRAM_TOO_LONG));
    assertThat(pair.opener.authentic(datagram, 0, 3)).isFalse();
    assertThat(pair.opener.authentic(new byte[1662], 0, 1662)).isFalse();
  }

  @Test
  void aDatagramOpensOnceOnly() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 0);
    byte[] first = pair.seal(frame(60));
    byte[] second = pair.seal(frame(60));
    assertThat(pair.open(second)).isEqualTo(60);
    assertThat(pair.open(first)).isEqualTo(60);
    assertThat(pair.open(first)).isEqualTo(dropped(DropReason.REPLAYED));
    assertThat(pair.open(second)).isEqualTo(dropped(DropReason.REPLAYED));
    assertThat(pair.openingKey.highestSequence()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void withMacADatagramAheadIsBelievedAtOnce(int macLength) {
    Pair pair = new Pair(AES_256_CBC, SHA_256, macLength, 0);
    pair.seal(frame(60), 200);
    assertThat(pair.open(pair.seal(frame(60)))).isEqualTo(60);
    assertThat(pair.openingKey.highestSequence()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void withoutMacADatagramFromTheFarFutureWaitsToBeBelieved(int macLength) {
    Pair pair = new Pair(AES_256_CBC, SHA_256, macLength, 0);
    pair.seal(frame(60), 200);
    for (int i = 0; i < 4; i++) {
      assertThat(pair.open(pair.seal(frame(60)))).isEqualTo(dropped(DropReason.FAR_FUTURE));
    }
    assertThat(pair.open(pair.seal(frame(60)))).isEqualTo(60);
    assertThat(pair.openingKey.highestSequence()).isEqualTo(205);
  }

  @Test
  void anotherKeyIsABadMac() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 0);
    Pair other = new Pair(AES_256_CBC, SHA_256, 4, 0);
    assertThat(other.open(pair.seal(frame(60)))).isEqualTo(dropped(DropReason.BAD_MAC));
  }

  @Test
  void withoutMacWrongPaddingIsFound() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 0, 0);
    byte[] datagram = pair.seal(frame(60));
    assertThat(pair.open(Arrays.copyOf(datagram, 63))).isEqualTo(dropped(DropReason.BAD_PADDING));
    assertThat(pair.open(Arrays.copyOf(datagram, 64))).isEqualTo(dropped(DropReason.BAD_PADDING));
    assertThat(pair.open(datagram)).isEqualTo(60);
  }

  @ParameterizedTest
  @CsvSource({"none,4", "sha256,0"})
  void whatCarriesNoMacIsNeverAuthentic(String digest, int macLength) {
    Pair pair = new Pair(AES_256_CBC, digest(digest), macLength, 0);
    byte[] datagram = pair.seal(frame(60));
    assertThat(datagram).hasSize(80);
    assertThat(pair.opener.authentic(datagram, 0, datagram.length)).isFalse();
    assertThat(pair.open(datagram)).isEqualTo(60);
  }

  @Test
  void framesOfIllegalLengthAreDropped() {
    Pair pair = new Pair(CipherSpec.NONE, SHA_256, 4, 0);
    assertThat(pair.sealed(frame(1519))).isEqualTo(dropped(DropReason.FRAME_TOO_LONG));
    assertThat(pair.open(pair.seal(frame(13)))).isEqualTo(dropped(DropReason.FRAME_TOO_SHORT));
    Pair bare = new Pair(CipherSpec.NONE, DigestSpec.NONE, 0, 0);
    byte[] datagram = new byte[4 + 1519];
    datagram[3] = 1;
    assertThat(bare.open(datagram)).isEqualTo(dropped(DropReason.FRAME_TOO_LONG));
  }

  @Test
  void whatDoesNotDecompressIsDropped() {
    byte[] keyString = new byte[1];
    Opener opener =
        LegacyOpeningKey.of(CipherSpec.NONE, DigestSpec.NONE, 0, 9, keyString, 16).lane(0);
    byte[] datagram = new byte[100];
    datagram[3] = 1;
    assertThat(opener.open(datagram, 0, 100, new byte[2000], 32))
        .isEqualTo(dropped(DropReason.BAD_COMPRESSION));
  }

  @Property(tries = 500)
  void anyDatagramHasAnOutcome(
      @ForAll @Size(max = 200) byte[] datagram, @ForAll @IntRange(max = 2) int level) {
    for (String name : List.of("none", "aes-256-cbc", "aes-128-ecb", "bf-cbc", "aes-256-cfb")) {
      LegacyOpeningKey key =
          LegacyOpeningKey.of(
              cipher(name), DigestSpec.NONE, 0, level, new byte[cipher(name).keyStringBytes()], 0);
      int length = key.lane(0).open(datagram, 0, datagram.length, new byte[2000], 32);
      assertThat(length).isBetween(-DropReason.values().length, 1518);
      key.release();
    }
  }

  @Test
  void lanesOnTwoThreadsNeverUseANumberTwice() {
    LegacySealingKey key = LegacySealingKey.of(CipherSpec.NONE, DigestSpec.NONE, 0, 0, new byte[1]);
    CompletableFuture<int[]> other = CompletableFuture.supplyAsync(() -> sealMany(key.lane(1)));
    int[] mine = sealMany(key.lane(0));
    assertThat(Stream.of(mine, other.join()).flatMapToInt(IntStream::of).distinct().sorted())
        .hasSize(20_000)
        .startsWith(1)
        .endsWith(20_000);
  }

  @Test
  void lanesOnTwoThreadsShareOneReplayWindow() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 0);
    byte[][] datagrams = new byte[5000][];
    Arrays.setAll(datagrams, i -> pair.seal(frame(60)));
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(() -> openMany(pair.openingKey.lane(1), datagrams));
    int mine = openMany(pair.openingKey.lane(2), datagrams);
    // The slower thread may fall out of the window, so some may be lost; none may open twice.
    assertThat(mine + other.join()).isBetween(1, 5000);
  }

  @Test
  void aReleasedKeyDropsWhatItWouldCompressOrDecompress() {
    Pair pair = new Pair(AES_256_CBC, SHA_256, 4, 6);
    byte[] datagram = pair.seal(frame(60));
    pair.release();
    assertThat(pair.sealed(frame(60))).isEqualTo(dropped(DropReason.BAD_COMPRESSION));
    assertThat(pair.open(datagram)).isEqualTo(dropped(DropReason.BAD_COMPRESSION));
    assertThat(Seal.one(pair.sealingKey.lane(5), new byte[100], 4, 60, new byte[200], 0))
        .isEqualTo(dropped(DropReason.BAD_COMPRESSION));
  }

  @Test
  void aKeyThatDoesNotFitItsParametersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LegacySealingKey.of(AES_256_CBC, SHA_256, 4, 0, new byte[47]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LegacySealingKey.of(AES_256_CBC, SHA_256, 33, 0, new byte[48]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LegacySealingKey.of(AES_256_CBC, SHA_256, -1, 0, new byte[48]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LegacySealingKey.of(AES_256_CBC, SHA_256, 4, 12, new byte[48]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LegacyOpeningKey.of(cipher("rc4"), SHA_256, 4, 0, new byte[16], 16));
  }

  @Test
  void aRandomKeyIsAsLongAsItsCipherWants() {
    assertThat(LegacyOpeningKey.randomKey(AES_256_CBC, new Random(1))).hasSize(48);
    assertThat(LegacyOpeningKey.randomKey(cipher("aes-256-ecb"), new Random(1))).hasSize(32);
    assertThat(LegacyOpeningKey.randomKey(CipherSpec.NONE, new Random(1))).hasSize(1);
  }

  private static int[] sealMany(Sealer sealer) {
    byte[] frame = new byte[100];
    byte[] out = new byte[200];
    return IntStream.range(0, 10_000)
        .map(
            i -> {
              Seal.one(sealer, frame, 4, 60, out, 0);
              return out[0] << 24 | (out[1] & 0xff) << 16 | (out[2] & 0xff) << 8 | (out[3] & 0xff);
            })
        .toArray();
  }

  private static int openMany(Opener opener, byte[][] datagrams) {
    byte[] out = new byte[2000];
    int count = 0;
    for (byte[] datagram : datagrams) {
      if (opener.open(datagram, 0, datagram.length, out, 32) >= 0) {
        count++;
      }
    }
    return count;
  }

  private static int dropped(DropReason reason) {
    return Dropped.because(reason);
  }

  private static byte[] frame(int length) {
    byte[] frame = new byte[length];
    new Random(length).nextBytes(frame);
    return frame;
  }

  private static CipherSpec cipher(String name) {
    return Objects.requireNonNull(CipherSpec.byName(name), name);
  }

  private static DigestSpec digest(String name) {
    return Objects.requireNonNull(DigestSpec.byName(name), name);
  }

  /** Both ends of one direction. */
  private static final class Pair {

    private static final Random RANDOM = new Random(20);

    final LegacySealingKey sealingKey;
    final LegacyOpeningKey openingKey;
    final Sealer sealer;
    final Opener opener;
    private final byte[] datagram = new byte[2000];
    private final byte[] out = new byte[2000];

    Pair(CipherSpec cipher, DigestSpec digest, int macLength, int compression) {
      byte[] keyString = LegacyOpeningKey.randomKey(cipher, RANDOM);
      sealingKey = LegacySealingKey.of(cipher, digest, macLength, compression, keyString);
      openingKey = LegacyOpeningKey.of(cipher, digest, macLength, compression, keyString, 16);
      sealer = sealingKey.lane(0);
      opener = openingKey.lane(7);
    }

    int sealed(byte[] frame) {
      byte[] in = new byte[32 + frame.length + 16];
      System.arraycopy(frame, 0, in, 32, frame.length);
      return Seal.one(sealer, in, 32, frame.length, datagram, 5);
    }

    byte[] seal(byte[] frame) {
      int length = sealed(frame);
      return Arrays.copyOfRange(datagram, 5, 5 + length);
    }

    void seal(byte[] frame, int times) {
      for (int i = 0; i < times; i++) {
        sealed(frame);
      }
    }

    int open(byte[] received) {
      return opener.open(received, 0, received.length, out, 32);
    }

    byte[] opened(int length) {
      return Arrays.copyOfRange(out, 32, 32 + length);
    }

    void release() {
      sealingKey.release();
      openingKey.release();
    }
  }
}
