package io.github.tinc4j.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MemoryDeviceTest {

  private static byte[] packet(int mark) {
    return new byte[] {(byte) mark, 1, 2};
  }

  private static PacketBatch batchOf(int... marks) {
    var batch = new PacketBatch(marks.length);
    for (int mark : marks) {
      batch.add(packet(mark), 0, 3);
    }
    return batch;
  }

  private static List<Integer> marks(PacketBatch batch) {
    List<Integer> marks = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      marks.add((int) first(batch, slot));
    }
    return marks;
  }

  private static <T> FutureTask<T> inThread(Callable<T> call) {
    var task = new FutureTask<T>(call);
    start(task);
    return task;
  }

  private static Thread start(Runnable task) {
    var thread = new Thread(task, "memory-device");
    thread.setDaemon(true);
    thread.start();
    return thread;
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
  void aBatchIsSentInOrderAsFarAsItFitsAndStaysAsItIs() {
    var device = new MemoryDevice("m", Layer.IP, 4);
    PacketBatch three = batchOf(1, 2, 3);
    assertThat(device.send(three)).isEqualTo(3);
    assertThat(device.send(three)).isEqualTo(1);
    assertThat(device.send(three)).isZero();
    assertThat(marks(three)).containsExactly(1, 2, 3);
    three.array()[three.offset(0)] = 9;

    var read = new PacketBatch(8);
    assertThat(device.read(read)).isEqualTo(4);
    assertThat(marks(read)).containsExactly(1, 2, 3, 1);
    assertThat(device.send(three)).isEqualTo(3);
  }

  @Test
  void aBatchReceivesWhatIsThereAndFits() throws Exception {
    var device = new MemoryDevice("m");
    device.write(batchOf(1, 2, 3));
    PacketBatch received = batchOf(7, 8);
    assertThat(device.receive(received, 0, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(marks(received)).containsExactly(1, 2);
    assertThat(device.receive(received, 0, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(marks(received)).containsExactly(3);
    assertThat(device.receive(received, 1, TimeUnit.MILLISECONDS)).isZero();
    assertThat(received.count()).isZero();
  }

  @Test
  void aReceiverWaitsForTheFirstPacket() throws Exception {
    var device = new MemoryDevice("m");
    var received = new PacketBatch(2);
    var receiver = inThread(() -> device.receive(received, 20, TimeUnit.SECONDS));
    device.write(batchOf(5));
    assertThat(receiver.get()).isEqualTo(1);
    assertThat(marks(received)).containsExactly(5);
  }

  @Test
  void oneBatchServesAllWhoWait() throws Exception {
    var device = new MemoryDevice("m");
    List<FutureTask<Integer>> receivers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      var receiver =
          new FutureTask<>(() -> device.receive(new PacketBatch(1), 100, TimeUnit.SECONDS));
      receivers.add(receiver);
      Thread thread = start(receiver);
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    device.write(batchOf(1, 2, 3));
    for (FutureTask<Integer> receiver : receivers) {
      assertThat(receiver.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void anInterruptEndsAReceiveAndTakesNothing() throws Exception {
    var device = new MemoryDevice("m");
    device.write(batchOf(1));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> device.receive(new PacketBatch(1), 0, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> device.receive(0, TimeUnit.SECONDS))
        .isInstanceOf(InterruptedException.class);
    assertThat(device.receive(0, TimeUnit.SECONDS)).isEqualTo(packet(1));
  }

  @Test
  void everyPacketOfManySendersArrivesOnceAndInTheOrderOfItsSender() throws Exception {
    int senders = 3;
    int rounds = 5_000;
    var device = new MemoryDevice("m", Layer.IP, 7);
    var threads = new ArrayList<FutureTask<Void>>();
    for (int sender = 0; sender < senders; sender++) {
      int mark = sender;
      threads.add(
          inThread(
              () -> {
                sendNumbered(device, mark, rounds);
                return null;
              }));
    }
    int[] next = new int[senders];
    try {
      readNumbered(device, next, senders * rounds);
    } finally {
      threads.forEach(thread -> thread.cancel(true));
    }
    assertThat(next).containsOnly(rounds);
  }

  private static void readNumbered(MemoryDevice device, int[] next, int count) {
    var batch = new PacketBatch(5);
    for (int read = 0; read < count; read += batch.count()) {
      assertThat(device.read(batch)).isBetween(1, 5);
      for (int slot = 0; slot < batch.count(); slot++) {
        int sender = first(batch, slot);
        ByteBuffer bytes = ByteBuffer.wrap(batch.array(), batch.offset(slot), batch.length(slot));
        assertThat(bytes.getInt(batch.offset(slot) + 1)).isEqualTo(next[sender]++);
        assertThat(batch.length(slot)).isEqualTo(5 + sender);
      }
    }
  }

  /** Sends numbers from 0 on, some alone and some in batches; what is refused is sent again. */
  private static void sendNumbered(MemoryDevice device, int mark, int count) {
    var batch = new PacketBatch(4);
    for (int number = 0; number < count && !Thread.currentThread().isInterrupted(); ) {
      if (number % 3 == 0) {
        number += device.send(numbered(mark, number)) ? 1 : 0;
      } else {
        batch.clear();
        for (int i = number; i < Math.min(number + 4, count); i++) {
          byte[] packet = numbered(mark, i);
          batch.add(packet, 0, packet.length);
        }
        number += device.send(batch);
      }
      Thread.onSpinWait();
    }
  }

  private static byte[] numbered(int mark, int number) {
    return ByteBuffer.allocate(5 + mark).put((byte) mark).putInt(number).array();
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
              },
              sending -> new Thread(sending).start());
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
    assertThat(batch.count()).isZero();
    assertThat(device.send(packet(1))).isFalse();
    batch.add(packet(1), 0, 3);
    assertThat(device.send(batch)).isZero();
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
  void aBatchWithWhatIsNoPacketIsRefusedWhole() {
    var device = new MemoryDevice("m");
    PacketBatch batch = batchOf(1, 2);
    batch.setBounds(1, batch.offset(1), 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> device.send(batch))
        .withMessageContaining("0 bytes");
    batch.setBounds(1, batch.offset(1), PacketBatch.MAX_PACKET + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> device.send(batch));
    device.send(packet(3));
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(first(batch, 0)).isEqualTo((byte) 3);
  }

  @Test
  void whatIsNoPacketIsLeftOutOfWhatIsWritten() throws Exception {
    var device = new MemoryDevice("m");
    PacketBatch batch = batchOf(1, 2, 3, 4);
    batch.setBounds(0, batch.offset(0), 0);
    batch.setBounds(2, batch.offset(2), PacketBatch.MAX_PACKET + 1);
    assertThat(device.write(batch)).isEqualTo(2);
    var received = new PacketBatch(4);
    device.receive(received, 0, TimeUnit.SECONDS);
    assertThat(marks(received)).containsExactly(2, 4);
  }

  @Test
  void whatCameBeforeTheCloseCanStillBeReceived() throws Exception {
    var device = new MemoryDevice("m");
    device.write(batchOf(1, 2, 3));
    device.close();
    assertThat(device.receive(0, TimeUnit.SECONDS)).isEqualTo(packet(1));
    var received = new PacketBatch(4);
    assertThat(device.receive(received, 0, TimeUnit.SECONDS)).isEqualTo(2);
    assertThat(marks(received)).containsExactly(2, 3);
    assertThat(device.receive(received, 0, TimeUnit.SECONDS)).isZero();
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
