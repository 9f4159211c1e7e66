package io.github.tinc4j.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.MemoryDevice;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class MemoryDeviceTest extends DeviceContractTest {

  private final MemoryDevice device = new MemoryDevice("memory", Layer.IP, 3);
  private final PacketBatch batch = new PacketBatch(2);

  @Override
  protected TunDevice open() {
    return new MemoryDevice("memory");
  }

  @Test
  void whatIsSentIsReadInOrderAsFarAsItFits() {
    for (int i = 1; i <= 3; i++) {
      assertThat(device.send(new byte[] {(byte) i, 0})).isTrue();
    }
    assertThat(device.read(batch)).isEqualTo(2);
    assertThat(batch.array()[batch.offset(0)]).isEqualTo((byte) 1);
    assertThat(batch.array()[batch.offset(1)]).isEqualTo((byte) 2);
    assertThat(batch.length(1)).isEqualTo(2);
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(batch.array()[batch.offset(0)]).isEqualTo((byte) 3);
  }

  @Test
  void aFullQueueRefusesInBothDirections() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(device.send(new byte[1])).isTrue();
    }
    assertThat(device.send(new byte[1])).isFalse();

    batch.add(new byte[] {7, 7, 7}, 0, 3);
    batch.add(new byte[] {8}, 0, 1);
    assertThat(device.write(batch)).isEqualTo(2);
    assertThat(device.write(batch)).isEqualTo(1);
    assertThat(device.receive(0, SECONDS)).containsExactly(7, 7, 7);
    assertThat(device.receive(0, SECONDS)).containsExactly(8);
    assertThat(device.receive(0, SECONDS)).containsExactly(7, 7, 7);
    assertThat(device.receive(0, SECONDS)).isNull();
  }

  @Test
  void packetsThatNoDeviceGivesAreTheCallersMistake() {
    assertThatThrownBy(() -> device.send(new byte[0])).hasMessageContaining("0 bytes");
    assertThatThrownBy(() -> device.send(new byte[PacketBatch.MAX_PACKET + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(device.send(new byte[PacketBatch.MAX_PACKET])).isTrue();
    assertThatThrownBy(() -> new MemoryDevice("memory", Layer.IP, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedDeviceRefusesWhatIsSentAndForgetsWhatWas() {
    device.send(new byte[1]);
    device.close();
    assertThat(device.send(new byte[1])).isFalse();
    assertThat(device.read(batch)).isEqualTo(-1);
  }

  @Test
  void anInterruptIsNotTheEndOfTheDevice() throws Exception {
    var reading = new CountDownLatch(1);
    var read =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              reading.countDown();
              int count = device.read(batch);
              return Thread.currentThread().isInterrupted() ? count : -2;
            });
    var thread = new Thread(read);
    thread.setDaemon(true);
    thread.start();
    reading.await();
    device.send(new byte[1]);
    assertThat(read.get(20, SECONDS)).isEqualTo(1);
  }
}
