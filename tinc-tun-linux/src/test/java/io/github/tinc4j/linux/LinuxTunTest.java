package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeKernel.Call;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Background;
import io.github.tinc4j.tun.LoanPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@Timeout(120)
class LinuxTunTest {

  private static final int POLLERR = 8;

  private final FakeKernel kernel = new FakeKernel();
  private final PacketBatch batch = new PacketBatch(4);
  private LinuxTun tun;

  @BeforeEach
  void open() throws IOException {
    tun = new TunOpener(kernel, Layer.IP).open(null, null, false);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    tun.close();
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aReadTakesWhatIsThereWithoutWaiting() throws IOException {
    arrive("one", "two", "three");
    assertThat(tun.read(batch)).isEqualTo(3);
    assertThat(packets()).containsExactly("one", "two", "three");
    assertThat(kernel.polls()).isZero();
  }

  @Test
  void aFullBatchLeavesTheRestForTheNextRead() throws IOException {
    arrive("1", "2", "3", "4", "5");
    assertThat(tun.read(batch)).isEqualTo(4);
    assertThat(packets()).containsExactly("1", "2", "3", "4");
    assertThat(kernel.reads()).isEqualTo(4);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(packets()).containsExactly("5");
  }

  @Test
  void aReadWithNothingThereWaitsForAPacket() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    arrive("late");
    assertThat(read.get()).isEqualTo(1);
    assertThat(packets()).containsExactly("late");
    assertThat(kernel.polls()).isEqualTo(1);
  }

  @Test
  void afterALonePacketTheOneThatEndsTheWaitDoesNotWaitForMore() throws IOException {
    arrive("lone");
    assertThat(tun.read(batch)).isEqualTo(1);
    kernel.failNext(Call.READ, Errno.EAGAIN);
    arrive("first", "behind it");
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(packets()).containsExactly("first");
    assertThat(kernel.polls()).isEqualTo(1);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(packets()).containsExactly("behind it");
    assertThat(kernel.polls()).isEqualTo(1);
  }

  @Test
  void afterSeveralPacketsAllThatEndTheWaitAreOneBatch() throws IOException {
    arrive("1", "2");
    assertThat(tun.read(batch)).isEqualTo(2);
    kernel.failNext(Call.READ, Errno.EAGAIN);
    arrive("3", "4", "5");
    assertThat(tun.read(batch)).isEqualTo(3);
    assertThat(kernel.polls()).isEqualTo(1);
  }

  @Test
  void readsAndPollsThatASignalInterruptsAreRepeated() throws IOException {
    kernel.failNext(Call.READ, Errno.EINTR, Errno.EAGAIN, Errno.EINTR);
    kernel.failNext(Call.POLL, Errno.EINTR);
    arrive("after");
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(packets()).containsExactly("after");
  }

  @Test
  void thePacketThatFillsASlotIsTakenAndALongerOneLeftOut() throws IOException {
    kernel.arrive(new byte[PacketBatch.MAX_PACKET + 1]);
    kernel.arrive(new byte[PacketBatch.MAX_PACKET]);
    kernel.arrive(new byte[65_000]);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(batch.length(0)).isEqualTo(PacketBatch.MAX_PACKET);
  }

  @Test
  void afterPacketsThatAreTooLongAReadWaitsForOneThatIsNot() throws Exception {
    kernel.arrive(new byte[PacketBatch.MAX_PACKET + 1]);
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    arrive("short");
    assertThat(read.get()).isEqualTo(1);
  }

  @Test
  void anErrorAfterPacketsIsReportedByTheNextRead() throws IOException {
    arrive("one");
    assertThat(tun.read(batch)).isEqualTo(1);
    kernel.failNext(Call.READ, Errno.EBADFD);
    assertThatThrownBy(() -> tun.read(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("interface tun7 is gone");
  }

  @Test
  void aReadThatFailedMayBeTriedAgain() throws IOException {
    kernel.failNext(Call.READ, 99);
    assertThatThrownBy(() -> tun.read(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read from interface tun7: error 99");
    arrive("again");
    assertThat(tun.read(batch)).isEqualTo(1);
  }

  @Test
  void anEndOfFileIsAnErrorAndNotALoop() {
    kernel.failNext(Call.READ, 0);
    assertThatThrownBy(() -> tun.read(batch)).hasMessageContaining("end of file");
  }

  @Test
  void aPollThatFailsIsAnError() {
    kernel.failNext(Call.POLL, Errno.ENOMEM);
    assertThatThrownBy(() -> tun.read(batch)).hasMessageContaining("wait for interface tun7");
  }

  @Test
  void anInterfaceWithAnErrorAndNoPacketIsGone() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    kernel.report(POLLERR);
    assertThatThrownBy(read::get)
        .hasRootCauseInstanceOf(IOException.class)
        .hasMessageContaining("0x8");
  }

  @Test
  void closingWakesABlockedRead() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    tun.close();
    assertThat(read.get()).isEqualTo(-1);
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aSignalDoesNotKeepCloseFromWakingTheReader() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    kernel.failNext(Call.WAKE, Errno.EINTR, Errno.EINTR);
    tun.close();
    assertThat(read.get()).isEqualTo(-1);
  }

  @Test
  void aWakeThatFailsIsReportedAndTheDeviceIsClosed() {
    kernel.failNext(Call.WAKE, 9);
    assertThatThrownBy(tun::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("error 9");
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aClosedDeviceReadsMinusOneAndTakesNothing() throws IOException {
    arrive("unread");
    batch.add(1);
    tun.close();
    tun.close();
    assertThat(tun.write(batch)).isZero();
    assertThat(tun.read(batch)).isEqualTo(-1);
    assertThat(tun.read(batch)).isEqualTo(-1);
    assertThat(batch.count()).isZero();
  }

  @Test
  void packetsAreWrittenOneByOneInOrder() throws IOException {
    fill("one", "two", "three");
    assertThat(tun.write(batch)).isEqualTo(3);
    assertThat(written()).containsExactly("one", "two", "three");
  }

  @Test
  void thePacketIsWrittenWhereItsBoundsLie() throws IOException {
    fill("headpackettail");
    batch.setBounds(0, batch.offset(0) + 4, 6);
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(written()).containsExactly("packet");
  }

  @Test
  void aPacketThatFillsTheWholeSlotIsWritten() throws IOException {
    batch.add(0);
    int all = PacketBatch.HEADROOM + PacketBatch.MAX_PACKET + PacketBatch.TAILROOM;
    batch.setBounds(0, 0, all);
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(kernel.written().get(0)).hasSize(all);
  }

  @ParameterizedTest(name = "errno {0}")
  @ValueSource(ints = {Errno.EIO, Errno.EINVAL, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM})
  void aPacketThatTheKernelRefusesIsLeftOutAndTheRestGoes(int errno) throws IOException {
    kernel.failNext(Call.WRITE, errno);
    fill("refused", "taken");
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(written()).containsExactly("taken");
  }

  @Test
  void aWriteThatASignalInterruptsIsRepeated() throws IOException {
    kernel.failNext(Call.WRITE, Errno.EINTR, Errno.EINTR);
    fill("one");
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(written()).containsExactly("one");
  }

  @Test
  void aWriteToAnInterfaceThatIsGoneFails() {
    kernel.failNext(Call.WRITE, Errno.EBADFD);
    fill("one", "two");
    assertThatThrownBy(() -> tun.write(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("interface tun7 is gone");
    kernel.failNext(Call.WRITE, 14);
    assertThatThrownBy(() -> tun.write(batch)).hasMessageContaining("write to interface tun7");
  }

  @Test
  void writersDoNotDisturbEachOther() throws Exception {
    int threads = LoanPool.KEPT + 4;
    int rounds = 200;
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String text = "writer " + i + " ".repeat(i);
      writers.add(
          Background.run(
              () -> {
                PacketBatch own = batchOf(text, text, text);
                for (int round = 0; round < rounds; round++) {
                  assertThat(tun.write(own)).isEqualTo(3);
                }
              }));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }
    assertThat(written()).hasSize(threads * rounds * 3);
    for (int i = 0; i < threads; i++) {
      String text = "writer " + i + " ".repeat(i);
      assertThat(written().stream().filter(text::equals)).hasSize(rounds * 3);
    }
  }

  @Test
  void noDescriptorIsUsedAfterItIsClosed() throws Exception {
    for (int round = 0; round < 500; round++) {
      var fresh = new FakeKernel();
      LinuxTun device = new TunOpener(fresh, Layer.IP).open(null, null, false);
      var start = new CountDownLatch(1);
      List<CompletableFuture<Void>> users = new ArrayList<>();
      users.add(
          Background.run(
              () -> {
                start.await();
                var own = new PacketBatch(2);
                while (device.read(own) >= 0) {
                  // The fake kernel throws when a descriptor is used that is closed.
                }
              }));
      users.add(
          Background.run(
              () -> {
                start.await();
                PacketBatch own = batchOf("x", "y");
                while (device.write(own) > 0) {
                  fresh.arrive(new byte[20]);
                }
              }));
      start.countDown();
      device.close();
      assertThat(fresh.openDescriptors()).isEmpty();
      for (CompletableFuture<Void> user : users) {
        user.get();
      }
    }
  }

  private Future<Integer> readInBackground() {
    return Background.call(() -> tun.read(batch));
  }

  private void arrive(String... packets) {
    for (String packet : packets) {
      kernel.arrive(packet.getBytes(US_ASCII));
    }
  }

  private void fill(String... packets) {
    batch.clear();
    for (String packet : packets) {
      byte[] bytes = packet.getBytes(US_ASCII);
      batch.add(bytes, 0, bytes.length);
    }
  }

  private static PacketBatch batchOf(String... packets) {
    var batch = new PacketBatch(packets.length);
    for (String packet : packets) {
      byte[] bytes = packet.getBytes(US_ASCII);
      batch.add(bytes, 0, bytes.length);
    }
    return batch;
  }

  private List<String> packets() {
    List<String> packets = new ArrayList<>();
    for (int slot = 0; slot < batch.count(); slot++) {
      packets.add(new String(batch.array(), batch.offset(slot), batch.length(slot), US_ASCII));
    }
    return packets;
  }

  private List<String> written() {
    return kernel.written().stream().map(packet -> new String(packet, US_ASCII)).toList();
  }
}
