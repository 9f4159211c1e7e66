package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.BufferedReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TCP connections of real programs through interfaces of the real kernel. */
@NullMarked
class KernelStreamTest extends KernelFixture {

  private static final String[] SENDER = {"10.79.0.1/24", "fd79::1/64"};
  private static final String[] RECEIVER = {"10.79.0.2/24", "fd79::2/64"};
  private static final String PORT = "5201";
  private static final String MEGABYTES_20 = "20000003";
  private static final int SOON_S = 20;

  @ParameterizedTest(name = "to {0}, offload {1} and {2}")
  @CsvSource({
    "10.79.0.2, true, true",
    "10.79.0.2, true, false",
    "10.79.0.2, false, true",
    "10.79.0.2, false, false",
    "fd79::2, true, true",
    "fd79::2, true, false",
    "fd79::2, false, true",
  })
  void everyByteArrives(String to, boolean offloadHere, boolean offloadThere) throws Exception {
    TunDevice here = open(null, uniqueName(), offloadHere);
    TunDevice there = open(null, uniqueName(), offloadThere);
    NetworkNamespace sender = namespace();
    NetworkNamespace receiver = anotherNamespace();
    sender.take(here.interfaceName(), SENDER);
    receiver.take(there.interfaceName(), RECEIVER);
    var reads = new AtomicLong();
    var packets = new AtomicLong();
    CompletableFuture<Void> data = move(here, there, reads, packets);
    CompletableFuture<Void> answers = move(there, here, new AtomicLong(), new AtomicLong());

    transfer(sender, receiver, to);
    long writes = receiver.received(there.interfaceName());
    here.close();
    there.close();
    data.get(SOON_S, TimeUnit.SECONDS);
    answers.get(SOON_S, TimeUnit.SECONDS);

    if (offloadHere) {
      assertThat(packets.get()).as("packets of %s reads", reads).isGreaterThan(4 * reads.get());
    }
    if (offloadHere && offloadThere) {
      assertThat(packets.get()).as("packets in %s writes", writes).isGreaterThan(4 * writes);
    }
  }

  @ParameterizedTest(name = "to {0}")
  @CsvSource({"10.79.0.2", "fd79::2"})
  void theKernelCutsWhatItsOwnConnectionsSendAsWeDo(String to) throws Exception {
    RawTun here = own(new RawTun(uniqueName(), true, CutByTheKernel.OFFLOAD));
    RawTun in = own(new RawTun(uniqueName(), true, 0));
    RawTun out = own(new RawTun(uniqueName(), false, -1));
    RawTun there = own(new RawTun(uniqueName(), false, -1));
    NetworkNamespace sender = namespace();
    NetworkNamespace between = anotherNamespace();
    NetworkNamespace receiver = anotherNamespace();
    sender.take(here.name(), SENDER);
    between.take(in.name(), "10.78.0.1/24", "fd78::1/64");
    between.take(out.name(), "10.79.0.254/24", "fd79::fffe/64");
    between.forward();
    receiver.take(there.name(), RECEIVER);
    for (NetworkNamespace end : List.of(sender, receiver)) {
      end.must("sh", "-c", "echo 1 > /proc/sys/net/ipv4/tcp_ecn");
    }
    CutByTheKernel path = own(new CutByTheKernel(here, in, out, there));
    CompletableFuture<Void> running = Background.run(path::run);

    transfer(sender, receiver, to);
    path.close();
    running.get(SOON_S, TimeUnit.SECONDS);

    assertThat(path.superPackets()).as("super-packets").isGreaterThan(100);
    assertThat(path.withCwr()).as("super-packets that begin with CWR").isPositive();
  }

  @Test
  void aPersistentInterfaceIsLeftAsItWas() throws Exception {
    String name = uniqueName();
    NetworkNamespace namespace = namespace();
    Shell.must(List.of("ip", "tuntap", "add", name, "mode", "tun"));
    try {
      open(null, name).close();
      RawTun in = own(new RawTun(uniqueName(), true, 0));
      RawTun out = own(new RawTun(name, false, -1));
      namespace.take(in.name(), "10.78.0.1/24");
      namespace.take(name, "10.77.0.254/24");
      namespace.forward();
      TestPacket packet = TestPacket.tcp4(TestPacket.counting(3000));
      in.write(packet.asSuperPacket(1000));
      assertThat(out.readAll()).as("packets, not one super-packet").hasSize(3);
    } finally {
      namespace.must("ip", "link", "delete", name);
    }
  }

  /** Takes what comes out of a device to another, until it is closed. */
  private static CompletableFuture<Void> move(
      TunDevice from, TunDevice to, AtomicLong reads, AtomicLong packets) {
    return Background.run(
        () -> {
          var batch = new PacketBatch(64);
          for (int count = from.read(batch); count >= 0; count = from.read(batch)) {
            reads.incrementAndGet();
            packets.addAndGet(count);
            int unused = to.write(batch);
          }
        });
  }

  private static void transfer(NetworkNamespace sender, NetworkNamespace receiver, String to)
      throws Exception {
    Process receiving = receiver.start(program("receive", PORT));
    try (BufferedReader output = receiving.inputReader()) {
      String first = Background.call(output::readLine).get(SOON_S, TimeUnit.SECONDS);
      assertThat(first).isEqualTo("ready");
      String answer = sender.must(program("send", to, PORT, MEGABYTES_20));
      assertThat(answer).contains("ok");
    } finally {
      receiving.destroyForcibly();
    }
  }

  private static String[] program(String... arguments) {
    List<String> command = Shell.java();
    command.add(StreamOnce.class.getName());
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }
}
