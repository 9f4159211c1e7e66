package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets through an interface of the real kernel, in a network namespace that the test makes. */
@NullMarked
@ParameterizedClass(name = "offload {0}")
@ValueSource(booleans = {true, false})
class KernelPacketsTest extends KernelFixture {

  private static final String HERE = "10.77.0.1/24";
  private static final String HERE6 = "fd77::1/64";
  private static final String MESH = "10.77.0.2";
  private static final String MESH6 = "fd77::2";

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final boolean offload;

  KernelPacketsTest(boolean offload) {
    this.offload = offload;
  }

  @Test
  void pingGoesThroughBothWays() throws Exception {
    TunDevice tun = open(null, uniqueName(), offload);
    NetworkNamespace namespace = namespace();
    namespace.take(tun.interfaceName(), HERE, HERE6);
    CompletableFuture<Void> responder = respond(tun);
    namespace.must("ping", "-n", "-c", "3", "-i", "0.2", "-W", "20", MESH);
    namespace.must("ping", "-n", "-c", "3", "-i", "0.2", "-W", "20", MESH6);
    namespace.must("ping", "-n", "-c", "1", "-W", "20", "-s", "1472", MESH);
    tun.close();
    responder.get();
  }

  @Test
  void aPacketThatIsTooLongIsLeftOutAndNotCut() throws Exception {
    TunDevice tun = open(null, uniqueName(), offload);
    NetworkNamespace namespace = namespace();
    namespace.take(tun.interfaceName(), HERE);
    namespace.must("ip", "link", "set", tun.interfaceName(), "mtu", "4000");
    CompletableFuture<Void> responder = respond(tun);
    int fits = PacketBatch.MAX_PACKET - 28;
    namespace.must("ping", "-n", "-c", "1", "-W", "20", "-s", Integer.toString(fits), MESH);
    Shell.Result tooLong =
        namespace.run("ping", "-n", "-c", "1", "-W", "1", "-s", Integer.toString(fits + 1), MESH);
    assertThat(tooLong.output()).contains("100% packet loss");
    namespace.must("ping", "-n", "-c", "1", "-W", "20", MESH);
    tun.close();
    responder.get();
  }

  @Test
  void whileTheInterfaceIsDownAReadWaitsAndAWriteTakesNothing() throws Exception {
    TunDevice tun = open(null, null, offload);
    var reading = new CompletableFuture<Thread>();
    CompletableFuture<Integer> read =
        Background.call(
            () -> {
              reading.complete(Thread.currentThread());
              return tun.read(new PacketBatch(1));
            });
    assertThatThrownBy(() -> read.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    long reader = reading.get().getId();
    long beforeNs = THREADS.getThreadCpuTime(reader);
    assertThatThrownBy(() -> read.get(300, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    long cpuNs = THREADS.getThreadCpuTime(reader) - beforeNs;
    assertThat(cpuNs).as("CPU time of a reader that waits").isLessThan(150_000_000);
    assertThat(tun.write(udp(3))).isZero();
    tun.close();
    assertThat(read.get()).isEqualTo(-1);
  }

  @Test
  void whatIsNoIpPacketIsLeftOutAndTheRestGoes() throws Exception {
    TunDevice tun = open(null, uniqueName(), offload);
    NetworkNamespace namespace = namespace();
    namespace.take(tun.interfaceName(), HERE);
    PacketBatch batch = udp(3);
    batch.array()[batch.offset(0)] = 0x15;
    batch.setBounds(2, batch.offset(2), 0);
    assertThat(tun.write(batch)).isEqualTo(1);
    assertThat(namespace.received(tun.interfaceName())).isEqualTo(1);
  }

  @Test
  void severalThreadsMayWriteAtOnce() throws Exception {
    TunDevice tun = open(null, uniqueName(), offload);
    NetworkNamespace namespace = namespace();
    namespace.take(tun.interfaceName(), HERE);
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          Background.run(
              () -> {
                PacketBatch own = udp(5);
                for (int round = 0; round < 50; round++) {
                  assertThat(tun.write(own)).isEqualTo(5);
                }
              }));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get();
    }
    assertThat(namespace.received(tun.interfaceName())).isEqualTo(4 * 50 * 5);
  }

  @Test
  void anInterfaceThatIsDeletedEndsReadAndWrite() throws Exception {
    TunDevice tun = open(null, uniqueName(), offload);
    CompletableFuture<Integer> read = Background.call(() -> tun.read(new PacketBatch(1)));
    Shell.must(List.of("ip", "link", "delete", tun.interfaceName()));
    assertThatThrownBy(read::get).hasMessageContaining(tun.interfaceName() + " is gone");
    assertThatThrownBy(() -> tun.read(new PacketBatch(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> tun.write(udp(1))).isInstanceOf(IOException.class);
  }

  @Test
  void aPacketCostsNoMemory() throws Exception {
    int warmUp = 3_000;
    int measured = 10_000;
    TunDevice tun = open(null, uniqueName(), offload);
    NetworkNamespace namespace = namespace();
    namespace.take(tun.interfaceName(), HERE);
    CompletableFuture<Long> allocated =
        Background.call(
            () -> {
              var responder = new EchoResponder(tun);
              long self = Thread.currentThread().getId();
              answer(responder, warmUp);
              long before = THREADS.getThreadAllocatedBytes(self);
              answer(responder, measured);
              long after = THREADS.getThreadAllocatedBytes(self);
              while (responder.step() >= 0) {
                // The program gets all its answers.
              }
              return after - before;
            });
    // A few packets more than needed: the last batch may hold some of the next part.
    int all = warmUp + measured + 100;
    // With many on their way, not every answer costs two threads that have to wake.
    namespace.run(
        "ping", "-n", "-q", "-f", "-l", "64", "-c", Integer.toString(all), "-w", "80", MESH);
    tun.close();
    assertThat(allocated.get()).as("bytes for %s packets", measured).isLessThan(measured / 10);
  }

  private static void answer(EchoResponder responder, int atLeast) throws IOException {
    for (int packets = 0; packets < atLeast; ) {
      int count = responder.step();
      if (count < 0) {
        throw new AssertionError("closed after " + packets + " packets of " + atLeast);
      }
      packets += count;
    }
  }

  private static CompletableFuture<Void> respond(TunDevice tun) {
    return Background.run(
        () -> {
          var responder = new EchoResponder(tun);
          while (responder.step() >= 0) {
            // answered
          }
        });
  }

  /** UDP packets from the mesh to the discard port of the host, without a checksum for UDP. */
  private static PacketBatch udp(int count) {
    byte[] packet = {
      0x45,
      0,
      0,
      28,
      0,
      0,
      0,
      0,
      64,
      17,
      0x66,
      (byte) 0x37,
      10,
      77,
      0,
      2,
      10,
      77,
      0,
      1, //
      0x30,
      0x39,
      0,
      9,
      0,
      8,
      0,
      0
    };
    var batch = new PacketBatch(count);
    for (int i = 0; i < count; i++) {
      batch.add(packet, 0, packet.length);
    }
    return batch;
  }
}
