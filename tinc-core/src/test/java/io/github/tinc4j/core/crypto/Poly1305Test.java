package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Poly1305Test {

  private static final int TAG = Poly1305.TAG_BYTES;

  private final Poly1305 poly = new Poly1305();

  record Vector(String name, String key, String message, String tag) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** RFC 8439, 2.5.2 and A.3, all. */
  static List<Vector> vectorsOfRfc8439() {
    String ietf =
        ascii(
            "Any submission to the IETF intended by the Contributor for publication as all or part"
                + " of an IETF Internet-Draft or RFC and any statement made within the context of"
                + " an IETF activity is considered an \"IETF Contribution\". Such statements"
                + " include oral statements in IETF sessions, as well as written and electronic"
                + " communications made at any time or place, which are addressed to");
    String jabberwocky =
        ascii(
            "'Twas brillig, and the slithy toves\nDid gyre and gimble in the wabe:\nAll mimsy were"
                + " the borogoves,\nAnd the mome raths outgrabe.");
    String zeros = "00".repeat(16);
    String ones = "ff".repeat(16);
    String two = "02" + "00".repeat(15);
    return List.of(
        new Vector(
            "2.5.2",
            "85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
            ascii("Cryptographic Forum Research Group"),
            "a8061dc1305136c6c22b8baf0c0127a9"),
        new Vector("A.3 #1", zeros + zeros, "00".repeat(64), zeros),
        new Vector(
            "A.3 #2",
            zeros + "36e5f6b5c5e06070f0efca96227a863e",
            ietf,
            "36e5f6b5c5e06070f0efca96227a863e"),
        new Vector(
            "A.3 #3",
            "36e5f6b5c5e06070f0efca96227a863e" + zeros,
            ietf,
            "f3477e7cd95417af89a6b8794c310cf0"),
        new Vector(
            "A.3 #4",
            "1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0",
            jabberwocky,
            "4541669a7eaaee61e708dc7cbcc5eb62"),
        new Vector("A.3 #5", two + zeros, ones, "03" + "00".repeat(15)),
        new Vector("A.3 #6", two + ones, two, "03" + "00".repeat(15)),
        new Vector(
            "A.3 #7",
            "01" + "00".repeat(31),
            ones + "f0" + "ff".repeat(15) + "11" + "00".repeat(15),
            "05" + "00".repeat(15)),
        new Vector(
            "A.3 #8",
            "01" + "00".repeat(31),
            ones + "fb" + "fe".repeat(15) + "01".repeat(16),
            zeros),
        new Vector("A.3 #9", two + zeros, "fd" + "ff".repeat(15), "fa" + "ff".repeat(15)),
        new Vector(
            "A.3 #10",
            "0100000000000000" + "0400000000000000" + zeros,
            "e33594d7505e43b9"
                + "00".repeat(8)
                + "3394d7505e4379cd"
                + "0100000000000000"
                + zeros
                + "01"
                + "00".repeat(15),
            "1400000000000000" + "5500000000000000"),
        new Vector(
            "A.3 #11",
            "0100000000000000" + "0400000000000000" + zeros,
            "e33594d7505e43b9" + "00".repeat(8) + "3394d7505e4379cd" + "0100000000000000" + zeros,
            "13" + "00".repeat(15)));
  }

  @ParameterizedTest
  @MethodSource("vectorsOfRfc8439")
  void itIsTheFunctionOfRfc8439(Vector vector) {
    byte[] message = hex(vector.message());
    assertThat(tag(hex(vector.key()), message, 0, message.length)).isEqualTo(hex(vector.tag()));
  }

  @Test
  void itAgreesWithBouncyCastleForAllLengthsKeysAndPlaces() {
    Random random = new Random(1305);
    byte[] text = new byte[4096 + 64];
    byte[] key = new byte[Poly1305.KEY_BYTES];
    for (int round = 0; round < 5_000; round++) {
      random.nextBytes(key);
      random.nextBytes(text);
      int length = random.nextInt(4097);
      int offset = random.nextInt(64);
      assertThat(tag(key, text, offset, length))
          .as("%d bytes at %d", length, offset)
          .isEqualTo(bouncyCastle(key, text, offset, length));
    }
  }

  /** Bits all set make every carry there is, and values between 2^130 - 5 and 2^130. */
  @Test
  void itAgreesWithBouncyCastleWhereNumbersAreGreatest() {
    Random random = new Random(8439);
    byte[] key = new byte[Poly1305.KEY_BYTES];
    byte[] text = new byte[400];
    for (int round = 0; round < 20_000; round++) {
      fillWithEdges(random, key);
      fillWithEdges(random, text);
      int length = round % text.length;
      assertThat(tag(key, text, 0, length))
          .as("%d bytes, key %s", length, HexFormat.of().formatHex(key))
          .isEqualTo(bouncyCastle(key, text, 0, length));
    }
  }

  /** With r = 1 and one block the sum before the last reduction can be chosen. */
  @Test
  void valuesAroundTheModulusAreReduced() {
    BigInteger modulus = BigInteger.TWO.pow(130).subtract(BigInteger.valueOf(5));
    byte[] key = new byte[Poly1305.KEY_BYTES];
    key[0] = 1;
    for (int distance = -10; distance <= 10; distance++) {
      BigInteger value = modulus.add(BigInteger.valueOf(distance));
      // Three blocks of 2^128 + x and one that makes up the rest.
      BigInteger rest = value.subtract(BigInteger.TWO.pow(128).multiply(BigInteger.valueOf(4)));
      byte[] text = new byte[64];
      if (rest.signum() < 0) {
        rest = value.subtract(BigInteger.TWO.pow(128).multiply(BigInteger.valueOf(3)));
        text = new byte[48];
      }
      writeParts(rest, text);
      BigInteger expected = value.mod(modulus).mod(BigInteger.TWO.pow(128));
      assertThat(littleEndian(tag(key, text, 0, text.length))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 100})
  void everyFlippedBitIsNoticed(int length) {
    byte[] key = new byte[Poly1305.KEY_BYTES];
    byte[] text = new byte[length + TAG];
    new Random(length).nextBytes(key);
    new Random(length + 1).nextBytes(text);
    poly.append(key, text, 0, length);
    assertThat(poly.verify(key, text, 0, length)).isTrue();
    for (int bit = 0; bit < text.length * 8; bit++) {
      text[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(poly.verify(key, text, 0, length)).as("bit %d", bit).isFalse();
      text[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(poly.verify(key, text, 0, length)).isTrue();
  }

  @Test
  void onlyTheTagIsWritten() {
    byte[] text = new byte[64];
    poly.append(hex("ff".repeat(32)), text, 10, 20);
    assertThat(Arrays.copyOf(text, 30)).containsOnly(0);
    assertThat(Arrays.copyOfRange(text, 30 + TAG, 64)).containsOnly(0);
    assertThat(Arrays.copyOfRange(text, 30, 30 + TAG)).isNotEqualTo(new byte[TAG]);
  }

  @Test
  void aTagNeedsItsPlace() {
    byte[] key = new byte[Poly1305.KEY_BYTES];
    assertThatThrownBy(() -> poly.append(key, new byte[20], 0, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> poly.verify(key, new byte[20], 5, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> poly.verify(key, new byte[20], 0, -1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aMessageCostsNoMemory() {
    byte[] key = new byte[Poly1305.KEY_BYTES];
    byte[] text = new byte[1441 + TAG];
    assertThat(verifyOften(key, text)).isPositive();
    long before = allocated();
    verifyOften(key, text);
    assertThat(allocated() - before).isLessThan(10_000);
  }

  private int verifyOften(byte[] key, byte[] text) {
    int right = 0;
    for (int i = 0; i < 10_000; i++) {
      key[0] = (byte) i;
      poly.append(key, text, 0, 1441);
      right += poly.verify(key, text, 0, 1441) ? 1 : 0;
    }
    return right;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private byte[] tag(byte[] key, byte[] text, int offset, int length) {
    byte[] room = Arrays.copyOf(text, Math.max(text.length, offset + length + TAG));
    poly.append(key, room, offset, length);
    assertThat(poly.verify(key, room, offset, length)).isTrue();
    return Arrays.copyOfRange(room, offset + length, offset + length + TAG);
  }

  private static byte[] bouncyCastle(byte[] key, byte[] text, int offset, int length) {
    var mac = new org.bouncycastle.crypto.macs.Poly1305();
    mac.init(new KeyParameter(key));
    mac.update(text, offset, length);
    byte[] tag = new byte[TAG];
    mac.doFinal(tag, 0);
    return tag;
  }

  /** Words of all ones, of none, of the modulus' ends, and now and then of chance. */
  private static void fillWithEdges(Random random, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += 8) {
      int end = Math.min(at + 8, bytes.length);
      switch (random.nextInt(8)) {
        case 0 -> Arrays.fill(bytes, at, end, (byte) 0);
        case 1 -> {
          Arrays.fill(bytes, at, end, (byte) 0xff);
          bytes[at] = (byte) (0xf0 + random.nextInt(16));
        }
        case 2 -> {
          Arrays.fill(bytes, at, end, (byte) 0);
          bytes[end - 1] = (byte) 0x80;
        }
        case 3 -> {
          for (int i = at; i < end; i++) {
            bytes[i] = (byte) random.nextInt();
          }
        }
        default -> Arrays.fill(bytes, at, end, (byte) 0xff);
      }
    }
  }

  /** Writes {@code sum} as blocks that add up to it, the 2^128 of each block not counted. */
  private static void writeParts(BigInteger sum, byte[] text) {
    BigInteger most = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);
    BigInteger left = sum;
    for (int block = 0; block < text.length; block += 16) {
      BigInteger part = left.min(most);
      left = left.subtract(part);
      byte[] bytes = part.toByteArray();
      for (int i = 0; i < Math.min(bytes.length, 16); i++) {
        text[block + i] = bytes[bytes.length - 1 - i];
      }
    }
    assertThat(left).isEqualTo(BigInteger.ZERO);
  }

  private static BigInteger littleEndian(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static String ascii(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
