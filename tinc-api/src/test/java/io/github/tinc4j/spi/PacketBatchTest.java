package io.github.tinc4j.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PacketBatchTest {

  private final PacketBatch batch = new PacketBatch(2);

  private static void refused(ThrowingCallable call) {
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(call);
  }

  @Test
  void everyPacketHasItsHeadroomAndTailroomToItself() {
    byte[] longest = new byte[PacketBatch.MAX_PACKET];
    int first = batch.add(longest, 0, longest.length);
    int second = batch.add(longest, 0, longest.length);
    assertThat(batch.offset(first)).isEqualTo(PacketBatch.HEADROOM);
    assertThat(batch.offset(second) - batch.offset(first))
        .isEqualTo(PacketBatch.HEADROOM + PacketBatch.MAX_PACKET + PacketBatch.TAILROOM);
    assertThat(batch.array().length - batch.offset(second))
        .isEqualTo(PacketBatch.MAX_PACKET + PacketBatch.TAILROOM);
  }

  @Test
  void bytesAreCopiedFromTheirOffset() {
    int slot = batch.add(new byte[] {9, 8, 7, 6}, 1, 2);
    assertThat(batch.length(slot)).isEqualTo(2);
    assertThat(batch.array()[batch.offset(slot)]).isEqualTo((byte) 8);
    assertThat(batch.array()[batch.offset(slot) + 1]).isEqualTo((byte) 7);
  }

  @Test
  void aBatchFillsUpAndCanBeCleared() {
    assertThat(batch.capacity()).isEqualTo(2);
    batch.add(1);
    assertThat(batch.isFull()).isFalse();
    batch.add(0);
    assertThat(batch.isFull()).isTrue();
    assertThat(batch.count()).isEqualTo(2);
    refused(() -> batch.add(1));
    refused(batch::nextStart);
    batch.clear();
    assertThat(batch.count()).isZero();
    refused(() -> batch.length(0));
    refused(() -> batch.offset(0));
  }

  @Test
  void aPacketOfIllegalLengthIsRefused() {
    refused(() -> batch.add(PacketBatch.MAX_PACKET + 1));
    refused(() -> batch.add(-1));
    refused(() -> batch.add(new byte[10], 5, 6));
    assertThat(batch.count()).isZero();
  }

  @Test
  void boundsMoveWithinTheSlotOnly() {
    int slot = batch.add(100);
    int start = batch.offset(slot);
    int size = PacketBatch.HEADROOM + PacketBatch.MAX_PACKET + PacketBatch.TAILROOM;
    batch.setBounds(slot, start - PacketBatch.HEADROOM, size);
    assertThat(batch.offset(slot)).isEqualTo(start - PacketBatch.HEADROOM);
    assertThat(batch.length(slot)).isEqualTo(size);
    refused(() -> batch.setBounds(slot, start - PacketBatch.HEADROOM - 1, 1));
    refused(() -> batch.setBounds(slot, start - PacketBatch.HEADROOM, size + 1));
    refused(() -> batch.setBounds(slot, start, -1));
    refused(() -> batch.setBounds(1, start, 1));
  }

  @Test
  void aBatchHasAtLeastOneSlot() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PacketBatch(0));
  }
}
