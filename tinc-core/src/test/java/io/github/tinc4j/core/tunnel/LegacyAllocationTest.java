package io.github.tinc4j.core.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import io.github.tinc4j.spi.PacketBatch;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyAllocationTest {

  private static final int PACKETS = 10_000;
  private static final int BATCH = 20;

  private final PacketBatch batch = new PacketBatch(BATCH);
  private final byte[] frame = new byte[1451];
  private final byte[] out = new byte[1700];

  @ParameterizedTest
  @CsvSource({
    "aes-256-cbc,sha256,0",
    "aes-128-cbc,sha1,0",
    "aes-256-ecb,sha512,0",
    "aes-256-cfb,sha256,0",
    "none,md5,0",
    "aes-256-cbc,sha256,1",
    "bf-cbc,sha256,0"
  })
  void aPacketCostsNoMemory(String cipher, String digest, int compression) {
    CipherSpec cipherSpec = Objects.requireNonNull(CipherSpec.byName(cipher));
    DigestSpec digestSpec = Objects.requireNonNull(DigestSpec.byName(digest));
    byte[] keyString = new byte[cipherSpec.keyStringBytes()];
    LegacySealingKey sealing =
        LegacySealingKey.of(cipherSpec, digestSpec, 4, compression, keyString);
    LegacyOpeningKey opening =
        LegacyOpeningKey.of(cipherSpec, digestSpec, 4, compression, keyString, 16);
    sealAndOpen(sealing, opening);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    int delivered = sealAndOpen(sealing, opening);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(delivered).isEqualTo(PACKETS);
    assertThat(allocated).isLessThan(PACKETS);
    sealing.release();
    opening.release();
  }

  private int sealAndOpen(LegacySealingKey sealing, LegacyOpeningKey opening) {
    int delivered = 0;
    for (int i = 0; i < PACKETS; i += BATCH) {
      batch.clear();
      Sealer sealer = sealing.lane(0);
      while (!batch.isFull()) {
        batch.add(sealer.prepare(frame, 0, frame.length, batch.array(), batch.nextStart()));
      }
      // One alone, the others together.
      sealer.protect(batch, 0, 1);
      sealer.protect(batch, 1, BATCH);
      for (int slot = 0; slot < BATCH; slot++) {
        int length =
            opening.lane(0).open(batch.array(), batch.offset(slot), batch.length(slot), out, 32);
        if (length == frame.length) {
          delivered++;
        }
      }
    }
    return delivered;
  }
}
