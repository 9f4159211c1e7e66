package io.github.tinc4j.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.core.crypto.ChaChaPoly1305.Opener;
import io.github.tinc4j.core.crypto.ChaChaPoly1305.Sealer;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.engines.ChaChaEngine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChaChaPoly1305Test {

  private static final int TAG = ChaChaPoly1305.TAG_BYTES;

  private final Random random = new Random(20);
  private final byte[] key = randomBytes(ChaChaPoly1305.KEY_BYTES);
  private final Sealer sealer = new Sealer(key);
  private final Opener opener = new Opener(key);

  @Test
  void itAgreesWithBouncyCastleForAllLengthsNumbersAndPlaces() {
    byte[] in = new byte[4096 + 64];
    byte[] out = new byte[4096 + 64 + TAG];
    byte[] opened = new byte[4096 + 64];
    for (int round = 0; round < 1_000; round++) {
      byte[] oneKey = randomBytes(ChaChaPoly1305.KEY_BYTES);
      random.nextBytes(in);
      int length = random.nextInt(4097);
      int inOff = random.nextInt(64);
      int outOff = random.nextInt(64);
      int sequence = random.nextInt();
      byte[] expected =
          bouncyCastle(oneKey, sequence, Arrays.copyOfRange(in, inOff, inOff + length));
      assertThat(new Sealer(oneKey).seal(sequence, in, inOff, length, out, outOff))
          .isEqualTo(length + TAG);
      assertThat(Arrays.copyOfRange(out, outOff, outOff + length + TAG)).isEqualTo(expected);

      assertThat(new Opener(oneKey).open(sequence, out, outOff, length + TAG, opened, inOff))
          .isEqualTo(length);
      assertThat(Arrays.copyOfRange(opened, inOff, inOff + length))
          .isEqualTo(Arrays.copyOfRange(in, inOff, inOff + length));
    }
  }

  @Test
  void manyRecordsGoThroughOneSealerAndOneOpener() {
    for (int sequence = 0; sequence < 500; sequence++) {
      byte[] record = randomBytes(sequence * 3);
      byte[] sealed = seal(sequence, record);
      assertThat(sealed).isEqualTo(bouncyCastle(key, sequence, record));
      assertThat(open(sequence, sealed)).isEqualTo(record);
    }
  }

  @Test
  void theSecondHalfOfTheKeyIsNotUsed() {
    byte[] other = key.clone();
    Arrays.fill(other, 32, 64, (byte) 0);
    byte[] record = randomBytes(40);
    byte[] out = new byte[40 + TAG];
    assertThat(new Sealer(other).seal(9, record, 0, 40, out, 0)).isEqualTo(40 + TAG);
    assertThat(out).isEqualTo(seal(9, record));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16, 33, 90})
  void everyFlippedBitIsNoticedAndNothingIsWritten(int length) {
    byte[] sealed = seal(7, randomBytes(length));
    byte[] out = new byte[length];
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] forged = sealed.clone();
      forged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(opener.open(7, forged, 0, forged.length, out, 0))
          .as("bit %d", bit)
          .isEqualTo(ChaChaPoly1305.FAILED);
    }
    assertThat(out).isEqualTo(new byte[length]);
  }

  @Test
  void aRecordThatIsCutAtEitherEndIsRefused() {
    byte[] sealed = seal(7, randomBytes(50));
    byte[] out = new byte[50];
    for (int length = 0; length < sealed.length; length++) {
      assertThat(opener.open(7, sealed, 0, length, out, 0)).isEqualTo(ChaChaPoly1305.FAILED);
      assertThat(opener.open(7, sealed, sealed.length - length, length, out, 0))
          .isEqualTo(ChaChaPoly1305.FAILED);
    }
    assertThat(out).isEqualTo(new byte[50]);
  }

  @Test
  void aRecordOpensUnderItsOwnNumberAndKeyOnly() {
    byte[] sealed = seal(7, randomBytes(50));
    byte[] out = new byte[50];
    for (int bit = 0; bit < 32; bit++) {
      assertThat(opener.open(7 ^ 1 << bit, sealed, 0, sealed.length, out, 0))
          .isEqualTo(ChaChaPoly1305.FAILED);
    }
    byte[] other = key.clone();
    other[31] ^= 1;
    assertThat(new Opener(other).open(7, sealed, 0, sealed.length, out, 0))
        .isEqualTo(ChaChaPoly1305.FAILED);
    assertThat(open(7, sealed)).hasSize(50);
  }

  @Test
  void noiseIsRefused() {
    byte[] out = new byte[200];
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = randomBytes(random.nextInt(200));
      assertThat(opener.open(random.nextInt(3), noise, 0, noise.length, out, 0))
          .isEqualTo(ChaChaPoly1305.FAILED);
    }
  }

  /** The JDK's cipher by itself refuses a nonce that comes again. */
  @Test
  void aDoubledDatagramOpensAgainForTheReplayWindowToJudge() {
    for (int sequence = 0; sequence < 3; sequence++) {
      byte[] record = randomBytes(30);
      byte[] sealed = seal(sequence, record);
      for (int again = 0; again < 3; again++) {
        assertThat(open(sequence, sealed)).isEqualTo(record);
      }
    }
  }

  @Test
  void aForgedDatagramDoesNotKeepTheRealOneOut() {
    byte[] record = randomBytes(30);
    byte[] sealed = seal(5, record);
    byte[] out = new byte[30];
    for (int again = 0; again < 3; again++) {
      assertThat(opener.open(5, randomBytes(46), 0, 46, out, 0)).isEqualTo(ChaChaPoly1305.FAILED);
    }
    assertThat(open(5, sealed)).isEqualTo(record);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void aNumberThatDoesNotRiseIsNeverSealed(int second) {
    seal(5, randomBytes(30));
    byte[] out = new byte[30 + TAG];
    assertThat(sealer.seal(second, randomBytes(30), 0, 30, out, 0))
        .isEqualTo(ChaChaPoly1305.FAILED);
    assertThat(out).containsOnly(0);
    assertThat(seal(6, randomBytes(30))).hasSize(30 + TAG);
  }

  @Test
  void numbersAreUnsignedAndEnd() {
    assertThat(seal(Integer.MAX_VALUE, new byte[1])).hasSize(1 + TAG);
    assertThat(seal(Integer.MIN_VALUE, new byte[1])).hasSize(1 + TAG);
    assertThat(seal(-1, new byte[1])).hasSize(1 + TAG);
    assertThat(sealer.seal(0, new byte[1], 0, 1, new byte[1 + TAG], 0))
        .isEqualTo(ChaChaPoly1305.FAILED);
  }

  @Test
  void aMistakeOfTheCallerIsNotAFailureOfTheRecord() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Sealer(new byte[32]));
    assertThatIllegalArgumentException().isThrownBy(() -> new Opener(new byte[65]));
    assertThatThrownBy(() -> sealer.seal(0, new byte[4], 0, 4, new byte[4 + TAG - 1], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> opener.open(0, new byte[20], 0, 20, new byte[3], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> opener.open(0, new byte[20], 1, 20, new byte[20], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** What {@code init} of the JDK's cipher allocates for its nonce: 160 bytes on 17 and 25. */
  @Test
  void aRecordCostsNoMemoryButForItsNonce() {
    int records = 10_000;
    assertThat(sealAndOpen(0, records)).isEqualTo(records);
    long before = allocated();
    sealAndOpen(records, records);
    assertThat(allocated() - before).isLessThan(2L * records * 200);
  }

  private int sealAndOpen(int from, int count) {
    byte[] record = new byte[1441];
    byte[] sealed = new byte[1441 + TAG];
    int right = 0;
    for (int sequence = from; sequence < from + count; sequence++) {
      int length = sealer.seal(sequence, record, 0, record.length, sealed, 0);
      right += opener.open(sequence, sealed, 0, length, record, 0) == record.length ? 1 : 0;
    }
    return right;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private byte[] seal(int sequence, byte[] record) {
    byte[] out = new byte[record.length + TAG];
    assertThat(sealer.seal(sequence, record, 0, record.length, out, 0)).isEqualTo(out.length);
    return out;
  }

  private byte[] open(int sequence, byte[] sealed) {
    byte[] out = new byte[sealed.length - TAG];
    assertThat(opener.open(sequence, sealed, 0, sealed.length, out, 0)).isEqualTo(out.length);
    return out;
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Spec 50, 6, by the original ChaCha with its nonce of 8 bytes. */
  private static byte[] bouncyCastle(byte[] key, int sequence, byte[] record) {
    byte[] nonce = new byte[8];
    for (int i = 0; i < 4; i++) {
      nonce[4 + i] = (byte) (sequence >>> (24 - 8 * i));
    }
    var engine = new ChaChaEngine(20);
    engine.init(true, new ParametersWithIV(new KeyParameter(key, 0, 32), nonce));
    byte[] block = new byte[64];
    engine.processBytes(block, 0, 64, block, 0);
    byte[] out = new byte[record.length + TAG];
    engine.processBytes(record, 0, record.length, out, 0);
    var mac = new Poly1305();
    mac.init(new KeyParameter(block, 0, 32));
    mac.update(out, 0, record.length);
    mac.doFinal(out, record.length);
    return out;
  }
}
