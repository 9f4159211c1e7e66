package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
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
  private static final int SOON_S = 60;

  @ParameterizedTest(name = "{0} to {1}, offload {2} and {3}")
  @CsvSource({
    "IP, 10.79.0.2, true, true",
    "IP, 10.79.0.2, true, false",
    "IP, 10.79.0.2, false, true",
    "IP, 10.79.0.2, false, false",
    "IP, fd79::2, true, true",
    "IP, fd79::2, true, false",
    "IP, fd79::2, false, true",
    "ETHERNET, 10.79.0.2, true, true",
    "ETHERNET, 10.79.0.2, true, false",
    "ETHERNET, 10.79.0.2, false, true",
    "ETHERNET, fd79::2, true, true",
    "ETHERNET, fd79::2, false, false",
  })
  void everyByteArrives(Layer layer, String to, boolean offloadHere, boolean offloadThere)
      throws Exception {
    TunDevice here = open(layer, null, uniqueName(), offloadHere);
    TunDevice there = open(layer, null, uniqueName(), offloadThere);
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

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "BARE, 10.79.0.2",
    "BARE, fd79::2",
    "FRAME, 10.79.0.2",
    "FRAME, fd79::2",
    "TAGGED, 10.79.0.2",
    "SERVICE_TAGGED, fd79::2",
    "TWICE_TAGGED, fd79::2",
  })
  void theKernelCutsWhatItsOwnConnectionsSendAsWeDo(Framing framing, String to) throws Exception {
    Layer layer = framing.layer();
    RawTun here = own(new RawTun(layer, uniqueName(), true, CutByTheKernel.OFFLOAD));
    RawTun in = own(new RawTun(layer, uniqueName(), true, 0));
    RawTun out = own(new RawTun(layer, uniqueName(), false, -1));
    RawTun there = own(new RawTun(layer, uniqueName(), false, -1));
    NetworkNamespace sender = namespace();
    NetworkNamespace between = anotherNamespace();
    NetworkNamespace receiver = anotherNamespace();
    sender.take(here.name(), SENDER);
    if (framing == Framing.BARE) {
      between.take(in.name(), "10.78.0.1/24", "fd78::1/64");
      between.take(out.name(), "10.79.0.254/24", "fd79::fffe/64");
      between.forward();
    } else {
      between.bridge(in.name(), out.name());
      // What has tags may be longer: cut, it must be taken all the same.
      between.must("ip", "link", "set", in.name(), "mtu", "1600");
      between.must("ip", "link", "set", out.name(), "mtu", "1600");
    }
    receiver.take(there.name(), RECEIVER);
    for (NetworkNamespace end : List.of(sender, receiver)) {
      end.must("sh", "-c", "echo 1 > /proc/sys/net/ipv4/tcp_ecn");
    }
    CutByTheKernel path = own(new CutByTheKernel(framing, here, in, out, there));
    CompletableFuture<Void> running = Background.run(path::run);

    try {
      transfer(sender, receiver, to);
    } finally {
      path.stop();
      running.get(SOON_S, TimeUnit.SECONDS);
    }

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
      assertThat(out.readAll(3)).as("packets, not one super-packet").hasSize(3);
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
      Background.run(() -> awaitReady(output)).get(SOON_S, TimeUnit.SECONDS);
      String answer = sender.must(program("send", to, PORT, MEGABYTES_20));
      assertThat(answer).contains("ok");
    } finally {
      receiving.destroyForcibly();
    }
  }

  /** Whatever the JVM says before. */
  private static void awaitReady(BufferedReader output) throws IOException {
    List<String> said = new ArrayList<>();
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      said.add(line);
      line = output.readLine();
    }
    assertThat(line).as("after %s", said).isEqualTo("ready");
  }

  private static String[] program(String... arguments) {
    List<String> command = Shell.java();
    command.add(StreamOnce.class.getName());
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }
}
