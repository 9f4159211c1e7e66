package io.github.tinc4j.testkit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a node expects of every {@link TunDevice}, as tests: extend it for a device of your own and
 * say how one is opened.
 *
 * <pre>{@code
 * class MyDeviceTest extends DeviceContractTest {
 *   @Override
 *   protected TunDevice open() {
 *     return new MyDevice("test");
 *   }
 * }
 * }</pre>
 *
 * <p>The host must not send packets into the device by itself: leave its interface down or without
 * addresses. Packets that the tests write go from 192.0.2.1 to 192.0.2.2, addresses that no network
 * has (RFC 5737). Each test opens one device and closes it.
 */
@Timeout(60)
public abstract class DeviceContractTest {

  /** How long a read must wait before we believe that it blocks. */
  private static final long BLOCKED_MS = 100;

  /** A bound for what should happen at once. */
  private static final long SOON_S = 20;

  private static final int ETHERNET_HEADER = 14;

  private static final int THREADS = 4;

  private final List<TunDevice> opened = new ArrayList<>();

  /** For subclasses. */
  protected DeviceContractTest() {}

  /**
   * Opens a device that nobody else uses.
   *
   * @throws Exception when that fails; so does the test then
   */
  protected abstract TunDevice open() throws Exception;

  /** Closes what a test has opened. */
  @AfterEach
  final void closeWhatWasOpened() {
    opened.forEach(TunDevice::close);
  }

  @Test
  final void itHasALayerAndNames() throws Exception {
    TunDevice device = device();
    assertThat(device.layer()).isNotNull();
    assertThat(device.interfaceName()).isNotBlank();
    assertThat(device.deviceName()).isNotBlank();
  }

  @Test
  final void itKeepsItsNamesWhenItIsClosed() throws Exception {
    TunDevice device = device();
    String interfaceName = device.interfaceName();
    String deviceName = device.deviceName();
    device.close();
    assertThat(device.interfaceName()).isEqualTo(interfaceName);
    assertThat(device.deviceName()).isEqualTo(deviceName);
  }

  @Test
  final void aReadWithoutPacketsWaitsUntilAnotherThreadClosesTheDevice() throws Exception {
    TunDevice device = device();
    Future<Integer> read = Background.call(() -> device.read(new PacketBatch(2)));
    assertThatThrownBy(() -> read.get(BLOCKED_MS, MILLISECONDS))
        .as("a read that waits")
        .isInstanceOf(TimeoutException.class);
    device.close();
    assertThat(read.get(SOON_S, SECONDS)).isEqualTo(-1);
  }

  @Test
  final void everyReadAfterCloseIsMinusOneAndHoldsNoPacket() throws Exception {
    TunDevice device = device();
    device.close();
    for (int again = 0; again < 3; again++) {
      PacketBatch batch = packets(device, 2);
      Future<Integer> read = Background.call(() -> device.read(batch));
      assertThat(read.get(SOON_S, SECONDS)).isEqualTo(-1);
      assertThat(batch.count()).isZero();
    }
  }

  @Test
  final void aClosedDeviceTakesNoPacket() throws Exception {
    TunDevice device = device();
    device.close();
    assertThat(device.write(packets(device, 3))).isZero();
  }

  @Test
  final void closeMayBeRepeated() throws Exception {
    TunDevice device = device();
    device.close();
    device.close();
    assertThat(device.write(packets(device, 1))).isZero();
  }

  @Test
  final void severalThreadsMayCloseAtOnceWhileOneReads() throws Exception {
    TunDevice device = device();
    Future<Integer> read = Background.call(() -> device.read(new PacketBatch(2)));
    var start = new CountDownLatch(1);
    List<Future<?>> closers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      closers.add(
          Background.call(
              () -> {
                start.await();
                device.close();
                return 0;
              }));
    }
    start.countDown();
    for (Future<?> closer : closers) {
      closer.get(SOON_S, SECONDS);
    }
    assertThat(read.get(SOON_S, SECONDS)).isEqualTo(-1);
  }

  @Test
  final void anEmptyBatchIsWritten() throws Exception {
    assertThat(device().write(new PacketBatch(1))).isZero();
  }

  @Test
  final void aWriteTakesNoMoreThanThereIsAndLeavesTheBatchAsItWas() throws Exception {
    TunDevice device = device();
    PacketBatch batch = packets(device, 3);
    batch.setBounds(1, batch.offset(1) - 2, batch.length(1) + 4);
    PacketBatch before = copy(batch);
    assertThat(device.write(batch)).isBetween(0, 3);
    assertThat(batch.count()).isEqualTo(3);
    for (int slot = 0; slot < 3; slot++) {
      assertThat(batch.offset(slot)).isEqualTo(before.offset(slot));
      assertThat(batch.length(slot)).isEqualTo(before.length(slot));
    }
    assertThat(batch.array()).isEqualTo(before.array());
  }

  @Test
  final void whatIsNoPacketHarmsNobody() throws Exception {
    TunDevice device = device();
    var batch = new PacketBatch(3);
    batch.add(0);
    batch.add(1);
    batch.add(PacketBatch.MAX_PACKET);
    assertThat(device.write(batch)).isBetween(0, 3);
    assertThat(device.write(packets(device, 3))).isBetween(0, 3);
  }

  @Test
  final void severalThreadsMayWriteUntilTheDeviceIsClosed() throws Exception {
    TunDevice device = device();
    var writing = new CountDownLatch(THREADS);
    var closed = new CountDownLatch(1);
    List<Future<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      PacketBatch own = packets(device, 4);
      writers.add(
          Background.call(
              () -> {
                int most = device.write(own);
                writing.countDown();
                while (closed.getCount() > 0) {
                  most = Math.max(most, device.write(own));
                }
                assertThat(device.write(own)).as("after close").isZero();
                return most;
              }));
    }
    assertThat(writing.await(SOON_S, SECONDS)).isTrue();
    device.close();
    closed.countDown();
    for (Future<Integer> writer : writers) {
      assertThat(writer.get(SOON_S, SECONDS)).isBetween(0, 4);
    }
  }

  private TunDevice device() throws Exception {
    TunDevice device = open();
    opened.add(device);
    return device;
  }

  private static PacketBatch packets(TunDevice device, int count) throws UnknownHostException {
    byte[] packet =
        Packets.udp4(
            InetAddress.getByName("192.0.2.1"),
            InetAddress.getByName("192.0.2.2"),
            40_000,
            9,
            new byte[32]);
    if (device.layer() == Layer.ETHERNET) {
      byte[] frame = new byte[ETHERNET_HEADER + packet.length];
      frame[ETHERNET_HEADER - 2] = 8; // EtherType 0x0800
      System.arraycopy(packet, 0, frame, ETHERNET_HEADER, packet.length);
      packet = frame;
    }
    var batch = new PacketBatch(count);
    for (int i = 0; i < count; i++) {
      batch.add(packet, 0, packet.length);
    }
    return batch;
  }

  private static PacketBatch copy(PacketBatch batch) {
    var copy = new PacketBatch(batch.capacity());
    for (int slot = 0; slot < batch.count(); slot++) {
      copy.add(0);
      copy.setBounds(slot, batch.offset(slot), batch.length(slot));
    }
    System.arraycopy(batch.array(), 0, copy.array(), 0, batch.array().length);
    return copy;
  }
}
