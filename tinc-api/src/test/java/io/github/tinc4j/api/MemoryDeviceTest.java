package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MemoryDeviceTest {

  private static byte[] packet(int mark) {
    return new byte[] {(byte) mark, 1, 2};
  }

  private static byte first(PacketBatch batch, int slot) {
    return batch.array()[batch.offset(slot)];
  }

  @Test
  void whatIsSentIsReadInOrderAndInOneBatch() {
    var device = new MemoryDevice("m");
    for (int i = 1; i <= 3; i++) {
      assertThat(device.send(packet(i))).isTrue();
    }
    var batch = new PacketBatch(2);
    assertThat(device.read(batch)).isEqualTo(2);
    assertThat(first(batch, 0)).isEqualTo((byte) 1);
    assertThat(first(batch, 1)).isEqualTo((byte) 2);
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(first(batch, 0)).isEqualTo((byte) 3);
    assertThat(batch.length(0)).isEqualTo(3);
  }

  @Test
  void whatIsWrittenIsReceivedAndIsACopy() throws Exception {
    var device = new MemoryDevice("m");
    var batch = new PacketBatch(1);
    batch.add(packet(7), 0, 3);
    assertThat(device.write(batch)).isEqualTo(1);
    batch.array()[batch.offset(0)] = 0;
    assertThat(device.receive(0, TimeUnit.SECONDS)).isEqualTo(packet(7));
    assertThat(device.receive(0, TimeUnit.SECONDS)).isNull();
  }

  @Test
  void bothDirectionsAreBoundedAndRefuseWhatDoesNotFit() {
    var device = new MemoryDevice("m", Layer.IP, 2);
    assertThat(device.send(packet(1))).isTrue();
    assertThat(device.send(packet(2))).isTrue();
    assertThat(device.send(packet(3))).isFalse();

    var batch = new PacketBatch(3);
    for (int i = 0; i < 3; i++) {
      batch.add(packet(i), 0, 3);
    }
    assertThat(device.write(batch)).isEqualTo(2);
    assertThat(device.write(batch)).isZero();
  }

  @Test
  void manySendersTogetherNeverExceedTheBound() {
    var device = new MemoryDevice("m", Layer.IP, 10);
    var senders = new CompletableFuture<?>[4];
    for (int i = 0; i < senders.length; i++) {
      senders[i] =
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 1000; n++) {
                  device.send(packet(n));
                }
              });
    }
    CompletableFuture.allOf(senders).join();
    var batch = new PacketBatch(100);
    assertThat(device.read(batch)).isEqualTo(10);
    device.close();
    assertThat(device.read(batch)).isEqualTo(-1);
  }

  @Test
  void closingWakesTheReader() {
    var device = new MemoryDevice("m");
    var reader = CompletableFuture.supplyAsync(() -> device.read(new PacketBatch(1)));
    device.close();
    assertThat(reader.join()).isEqualTo(-1);
  }

  @Test
  void aClosedDeviceMovesNothing() {
    var device = new MemoryDevice("m");
    device.send(packet(1));
    device.close();
    device.close();
    var batch = new PacketBatch(1);
    assertThat(device.read(batch)).isEqualTo(-1);
    assertThat(device.send(packet(1))).isFalse();
    batch.clear();
    batch.add(packet(1), 0, 3);
    assertThat(device.write(batch)).isZero();
  }

  @Test
  void aPacketMustFitASlot() {
    var device = new MemoryDevice("m");
    assertThat(device.send(new byte[PacketBatch.MAX_PACKET])).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> device.send(new byte[PacketBatch.MAX_PACKET + 1]));
    assertThatIllegalArgumentException().isThrownBy(() -> device.send(new byte[0]));
  }

  @Test
  void aQueueHoldsAtLeastOnePacket() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemoryDevice("m", Layer.IP, 0));
  }

  @Test
  void scriptsSeeItsName() {
    var device = new MemoryDevice("m", Layer.ETHERNET, 1);
    assertThat(device.interfaceName()).isEqualTo("m");
    assertThat(device.deviceName()).isEqualTo("memory");
    assertThat(device.layer()).isEqualTo(Layer.ETHERNET);
  }
}
