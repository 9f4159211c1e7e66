package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.linux.FakeKernel.Call;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device with offload; what is the same without stands in {@link LinuxTunTest}. */
@NullMarked
@Timeout(30)
class LinuxTunOffloadTest {

  private final FakeKernel kernel = new FakeKernel();
  private final PacketBatch batch = new PacketBatch(4);
  private LinuxTun tun;

  @BeforeEach
  void open() throws IOException {
    tun = new TunOpener(kernel, Layer.IP).open(null, null, true);
  }

  @AfterEach
  void nothingIsLeftOpen() {
    tun.close();
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aReadTakesSinglePacketsUntilNothingIsThere() throws IOException {
    TestPacket first = udp(1);
    TestPacket second = udp(2);
    kernel.arrive(TestPacket.alone(first.bytes()));
    kernel.arrive(second.withOpenChecksum());
    assertThat(tun.read(batch)).isEqualTo(2);
    assertPackets(first.bytes(), second.bytes());
    assertThat(kernel.polls()).isZero();
    assertThat(kernel.reads()).isEqualTo(3);
  }

  @Test
  void aSuperPacketIsReturnedAtOnce() throws IOException {
    TestPacket whole = TestPacket.tcp4(TestPacket.counting(250));
    kernel.arrive(whole.asSuperPacket(100));
    kernel.arrive(TestPacket.alone(udp(1).bytes()));
    assertThat(tun.read(batch)).isEqualTo(3);
    assertSegments(whole.segments(100));
    assertThat(kernel.reads()).isEqualTo(1);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertPackets(udp(1).bytes());
  }

  @Test
  void aSuperPacketFillsWhatSinglePacketsHaveLeft() throws IOException {
    TestPacket whole = TestPacket.tcp6(TestPacket.counting(550));
    kernel.arrive(TestPacket.alone(udp(1).bytes()));
    kernel.arrive(TestPacket.alone(udp(2).bytes()));
    kernel.arrive(whole.asSuperPacket(100));
    kernel.arrive(TestPacket.alone(udp(3).bytes()));
    List<TestPacket> segments = whole.segments(100);
    assertThat(tun.read(batch)).isEqualTo(4);
    assertPackets(udp(1).bytes(), udp(2).bytes(), segments.get(0).bytes(), segments.get(1).bytes());
    assertThat(tun.read(batch)).isEqualTo(4);
    assertSegments(segments.subList(2, 6));
    assertThat(kernel.reads()).as("what is at hand goes first").isEqualTo(3);
    assertThat(tun.read(batch)).isEqualTo(1);
    assertPackets(udp(3).bytes());
  }

  @Test
  void theRestOfASuperPacketIsReturnedWithoutAnotherRead() throws IOException {
    TestPacket whole = TestPacket.udp4(TestPacket.counting(550));
    kernel.arrive(whole.asSuperPacket(100));
    kernel.arrive(TestPacket.alone(udp(3).bytes()));
    assertThat(tun.read(batch)).isEqualTo(4);
    assertSegments(whole.segments(100).subList(0, 4));
    assertThat(tun.read(batch)).isEqualTo(2);
    assertSegments(whole.segments(100).subList(4, 6));
    assertThat(kernel.reads()).isEqualTo(1);
  }

  @Test
  void afterASuperPacketOfWhichNothingFitsAReadWaits() throws Exception {
    kernel.arrive(TestPacket.tcp4(TestPacket.counting(4000)).asSuperPacket(2000));
    kernel.arrive(TestPacket.withHeader(udp(1).bytes(), 1, 9, 0, 0, 0, 0));
    Future<Integer> read = Background.call(() -> tun.read(batch));
    kernel.polled().await();
    kernel.arrive(TestPacket.alone(udp(2).bytes()));
    assertThat(read.get()).isEqualTo(1);
    assertPackets(udp(2).bytes());
  }

  @Test
  void aReadWithNothingThereWaitsForAPacket() throws Exception {
    Future<Integer> read = Background.call(() -> tun.read(batch));
    kernel.polled().await();
    kernel.arrive(TestPacket.tcp4(TestPacket.counting(250)).asSuperPacket(100));
    assertThat(read.get()).isEqualTo(3);
  }

  @Test
  void closingWakesABlockedRead() throws Exception {
    Future<Integer> read = Background.call(() -> tun.read(batch));
    kernel.polled().await();
    tun.close();
    assertThat(read.get()).isEqualTo(-1);
  }

  @Test
  void aClosedDeviceDoesNotGiveTheRestOfASuperPacket() throws IOException {
    kernel.arrive(TestPacket.tcp4(TestPacket.counting(550)).asSuperPacket(100));
    assertThat(tun.read(batch)).isEqualTo(4);
    tun.close();
    assertThat(tun.read(batch)).isEqualTo(-1);
    assertThat(batch.count()).isZero();
    assertThat(tun.write(flow(3))).isZero();
  }

  @Test
  void packetsOfAFlowAreWrittenAtOnceAndCountedOneByOne() throws IOException {
    PacketBatch packets = flow(5);
    assertThat(tun.write(packets)).isEqualTo(5);
    assertThat(kernel.written()).hasSize(1);
    assertSame(WrittenPackets.cut(kernel.written().get(0)), packets);
  }

  @ParameterizedTest(name = "errno {0}")
  @ValueSource(ints = {Errno.EIO, Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM})
  void aGroupThatTheKernelHasNoPlaceForIsLeftOut(int errno) throws IOException {
    kernel.failNext(Call.WRITE, errno);
    assertThat(tun.write(flow(5))).isZero();
    assertThat(tun.write(flow(5))).isEqualTo(5);
    assertThat(kernel.written()).hasSize(1);
  }

  @Test
  void aKernelThatDoesNotTakeGroupsGetsThePacketsOneByOne() throws IOException {
    kernel.failNext(Call.WRITE, Errno.EINVAL);
    PacketBatch packets = flow(3);
    assertThat(tun.write(packets)).isEqualTo(3);
    assertThat(tun.write(packets)).isEqualTo(3);
    assertThat(kernel.written()).hasSize(6);
    List<byte[]> all = new ArrayList<>();
    kernel.written().forEach(write -> all.addAll(WrittenPackets.cut(write)));
    assertSame(all.subList(0, 3), packets);
    assertSame(all.subList(3, 6), packets);
  }

  @Test
  void aWriteThatASignalInterruptsIsRepeated() throws IOException {
    kernel.failNext(Call.WRITE, Errno.EINTR, Errno.EINTR);
    assertThat(tun.write(flow(4))).isEqualTo(4);
    assertThat(kernel.written()).hasSize(1);
  }

  @Test
  void aWriteToAnInterfaceThatIsGoneFails() {
    kernel.failNext(Call.WRITE, Errno.EBADFD);
    assertThatThrownBy(() -> tun.write(flow(4)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("interface tun7 is gone");
  }

  @Test
  void writersDoNotDisturbEachOther() throws Exception {
    int threads = 6;
    int rounds = 300;
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    List<PacketBatch> flows = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      PacketBatch own = flow(3 + i);
      flows.add(own);
      writers.add(
          Background.run(
              () -> {
                for (int round = 0; round < rounds; round++) {
                  assertThat(tun.write(own)).isEqualTo(own.count());
                }
              }));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }
    assertThat(kernel.written()).hasSize(threads * rounds);
    for (PacketBatch flow : flows) {
      List<byte[]> same =
          kernel.written().stream()
              .filter(write -> WrittenPackets.cut(write).size() == flow.count())
              .toList();
      assertThat(same).hasSize(rounds);
      same.forEach(write -> assertSame(WrittenPackets.cut(write), flow));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FRAME", "TAGGED"})
  void onTapFramesAreCutAndJoined(Framing framing) throws IOException {
    var tapKernel = new FakeKernel();
    try (LinuxTun tap = new TunOpener(tapKernel, Layer.ETHERNET).open(null, null, true)) {
      TestPacket whole = framing.with(TestPacket.tcp6(TestPacket.counting(350)));
      tapKernel.arrive(whole.asSuperPacket(100));
      assertThat(tap.read(batch)).isEqualTo(4);
      assertSegments(whole.segments(100));
      assertThat(tap.write(batch)).isEqualTo(4);
      assertThat(tapKernel.written()).hasSize(1);
      assertThat(tapKernel.written().get(0)).isEqualTo(whole.asSuperPacket(100));
    }
  }

  private static TestPacket udp(int n) {
    return TestPacket.udp4(new byte[] {(byte) n, 2, 3});
  }

  private static PacketBatch flow(int count) {
    return TestPackets.batch(
        TestPackets.bytes(TestPackets.run(TestPacket.tcp4(TestPacket.counting(200)), count)));
  }

  private void assertSegments(List<TestPacket> segments) {
    assertPackets(segments.stream().map(TestPacket::bytes).toArray(byte[][]::new));
  }

  private void assertPackets(byte[]... expected) {
    assertSame(List.of(expected), batch);
  }

  private static void assertSame(List<byte[]> packets, PacketBatch batch) {
    TestPackets.assertSame(TestPackets.in(batch), packets);
  }
}
