package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.bsd.FakeBsd.Call;
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

/** Waiting, errors and closing, which are the same for all systems: here with FreeBSD's tun. */
@NullMarked
@Timeout(120)
class BsdTunTest {

  private static final int POLLERR = 8;

  private final FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
  private final PacketBatch batch = new PacketBatch(4);
  private BsdTun tun;

  @BeforeEach
  void open() throws IOException {
    tun = Opened.FREEBSD_TUN.open(kernel);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    tun.close();
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aReadTakesWhatIsThereWithoutWaiting() throws IOException {
    arrive(1, 2, 3);
    assertThat(tun.read(batch)).isEqualTo(3);
    assertThat(marks()).containsExactly(1, 2, 3);
    assertThat(kernel.polls()).isZero();
  }

  @Test
  void aFullBatchLeavesTheRestForTheNextRead() throws IOException {
    arrive(1, 2, 3, 4, 5);
    assertThat(tun.read(batch)).isEqualTo(4);
    assertThat(marks()).containsExactly(1, 2, 3, 4);
    assertThat(kernel.reads()).isEqualTo(4);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(marks()).containsExactly(5);
  }

  @Test
  void aReadWithNothingThereWaitsForAPacket() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    arrive(7);
    assertThat(read.get()).isEqualTo(1);
    assertThat(marks()).containsExactly(7);
    assertThat(kernel.polls()).isEqualTo(1);
    assertThat(kernel.pauses()).isZero();
  }

  @Test
  void readsAndPollsThatASignalInterruptsAreRepeated() throws IOException {
    kernel.failNext(Call.READ, Errno.EINTR, Errno.EAGAIN, Errno.EINTR);
    kernel.failNext(Call.POLL, Errno.EINTR);
    arrive(1);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(marks()).containsExactly(1);
  }

  @Test
  void anErrorAfterPacketsIsReportedByTheNextRead() throws IOException {
    arrive(1);
    kernel.failLater(Call.READ, 1, Errno.ENXIO);
    assertThat(tun.read(batch)).isEqualTo(1);
    kernel.failNext(Call.READ, Errno.ENXIO);
    assertThatThrownBy(() -> tun.read(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("interface tun0 is gone");
  }

  @Test
  void aReadThatFailedMayBeTriedAgain() throws IOException {
    kernel.failNext(Call.READ, 5);
    assertThatThrownBy(() -> tun.read(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read from interface tun0: error 5");
    arrive(1);
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
    assertThatThrownBy(() -> tun.read(batch)).hasMessageContaining("wait for interface tun0");
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
  void anInterfaceThatIsDownHasNothingToReadUntilItIsUp() throws Exception {
    kernel.setReady(false);
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    kernel.setReady(true);
    arrive(1);
    assertThat(read.get()).isEqualTo(1);
    assertThat(kernel.pauses()).isZero();
  }

  @Test
  void anInterfaceThatIsDownAndHasPacketsIsNotAskedInALoop() throws Exception {
    arrive(1);
    kernel.failNext(Call.READ, Errno.EHOSTDOWN, Errno.EHOSTDOWN, Errno.EHOSTDOWN, Errno.EHOSTDOWN);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(marks()).containsExactly(1);
    assertThat(kernel.polls()).as("after the first and the third").isEqualTo(2);
    assertThat(kernel.pauses()).as("after the second and the fourth").isEqualTo(2);
  }

  @Test
  void anInterfaceThatGoesDownLaterIsFirstWaitedForWithoutAPause() throws Exception {
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    arrive(1);
    assertThat(read.get()).isEqualTo(1);
    kernel.failNext(Call.READ, Errno.EHOSTDOWN);
    arrive(2);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertThat(kernel.polls()).isEqualTo(2);
    assertThat(kernel.pauses()).isZero();
  }

  @Test
  void aPauseThatASignalInterruptsIsOver() throws Exception {
    arrive(1);
    kernel.failNext(Call.READ, Errno.EHOSTDOWN, Errno.EHOSTDOWN);
    kernel.failLater(Call.POLL, 1, Errno.EINTR);
    assertThat(tun.read(batch)).isEqualTo(1);
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
  void closingWakesAReadOfAnInterfaceThatIsDown() throws Exception {
    kernel.setReady(false);
    Future<Integer> read = readInBackground();
    kernel.polled().await();
    tun.close();
    assertThat(read.get()).isEqualTo(-1);
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
    arrive(1);
    fill(1);
    tun.close();
    tun.close();
    assertThat(tun.write(batch)).isZero();
    assertThat(tun.read(batch)).isEqualTo(-1);
    assertThat(tun.read(batch)).isEqualTo(-1);
    assertThat(batch.count()).isZero();
  }

  @Test
  void packetsAreWrittenOneByOneInOrder() throws IOException {
    fill(1, 2, 3);
    assertThat(tun.write(batch)).isEqualTo(3);
    assertThat(kernel.written())
        .containsExactly(TestPacket.ipv4(1), TestPacket.ipv4(2), TestPacket.ipv4(3));
  }

  @ParameterizedTest(name = "errno {0}")
  @ValueSource(
      ints = {
        Errno.EINVAL,
        Errno.EMSGSIZE,
        Errno.EAFNOSUPPORT,
        Errno.EIO,
        Errno.EHOSTDOWN,
        Errno.ENETDOWN,
        Errno.EAGAIN,
        Errno.ENOBUFS,
        Errno.ENOMEM
      })
  void aPacketThatTheKernelRefusesIsLeftOutAndTheRestGoes(int errno) throws IOException {
    kernel.failNext(Call.WRITE, errno);
    fill(1, 2);
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(kernel.written()).containsExactly(TestPacket.ipv4(2));
  }

  @Test
  void aPacketOfWhichTheKernelTakesAPartIsNotTakenAndNotContinued() throws IOException {
    kernel.cutWritesBy(1);
    fill(1, 2);
    assertThat(tun.write(batch)).isZero();
    assertThat(kernel.written()).as("one write each").hasSize(2);
  }

  @Test
  void aWriteThatASignalInterruptsIsRepeated() throws IOException {
    kernel.failNext(Call.WRITE, Errno.EINTR, Errno.EINTR);
    fill(1);
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(kernel.written()).containsExactly(TestPacket.ipv4(1));
  }

  @Test
  void aWriteToAnInterfaceThatIsGoneFails() {
    kernel.failNext(Call.WRITE, Errno.ENXIO);
    fill(1, 2);
    assertThatThrownBy(() -> tun.write(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("interface tun0 is gone");
    kernel.failNext(Call.WRITE, 14);
    assertThatThrownBy(() -> tun.write(batch)).hasMessageContaining("write to interface tun0");
  }

  @Test
  void writersDoNotDisturbEachOther() throws Exception {
    int threads = LoanPool.KEPT + 4;
    int rounds = 100;
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      byte[] packet = i % 2 == 0 ? TestPacket.ipv4(i) : TestPacket.ipv6(i);
      writers.add(
          Background.run(
              () -> {
                PacketBatch own = TestPacket.batch(packet, packet, packet);
                for (int round = 0; round < rounds; round++) {
                  assertThat(tun.write(own)).isEqualTo(3);
                }
              }));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }
    int[] byMark = new int[threads];
    kernel.written().forEach(packet -> byMark[packet[1]]++);
    assertThat(byMark).containsOnly(rounds * 3);
  }

  @Test
  void noDescriptorIsUsedAfterItIsClosed() throws Exception {
    for (int round = 0; round < 500; round++) {
      FakeBsd fresh = Opened.OPENBSD_TUN.kernel();
      BsdTun device = Opened.OPENBSD_TUN.open(fresh);
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
                PacketBatch own = TestPacket.batch(TestPacket.ipv4(1), TestPacket.ipv6(2));
                while (device.write(own) > 0) {
                  fresh.arrive(TestPacket.ipv4(3));
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

  private void arrive(int... marks) {
    for (int mark : marks) {
      kernel.arrive(TestPacket.ipv4(mark));
    }
  }

  private void fill(int... marks) {
    batch.clear();
    for (int mark : marks) {
      byte[] packet = TestPacket.ipv4(mark);
      batch.add(packet, 0, packet.length);
    }
  }

  private List<Integer> marks() {
    return TestPacket.in(batch).stream().map(packet -> (int) packet[1]).toList();
  }
}
