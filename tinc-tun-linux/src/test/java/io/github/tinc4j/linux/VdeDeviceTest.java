package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Plugs in a real VDE switch. */
@NullMarked
@Timeout(120)
class VdeDeviceTest {

  private static final int SOON_S = 20;

  @TempDir Path directory;

  private final FaultyLinks calls = new FaultyLinks();
  private final List<TunDevice> opened = new ArrayList<>();
  private VdeSwitch ethernet;

  @BeforeEach
  void start() throws Exception {
    Needs.vde();
    ethernet = new VdeSwitch(directory);
  }

  @AfterEach
  void end() throws Exception {
    opened.forEach(TunDevice::close);
    if (ethernet != null) {
      ethernet.close();
    }
    assertThat(calls.openDescriptors()).isEmpty();
  }

  @Test
  void itCarriesFramesAndDoesNotKnowTheAddressOfItsHost() throws Exception {
    TunDevice device = open(0);
    assertThat(device.layer()).isEqualTo(Layer.ETHERNET);
    assertThat(device.hardwareAddress())
        .containsExactly((byte) 0xfe, (byte) 0xfd, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    assertThat(device.deviceName()).isEqualTo(ethernet.path());
  }

  @Test
  void framesGoThroughTheSwitchBothWays() throws Exception {
    TunDevice one = open(0);
    TunDevice two = open(0);
    assertThat(one.write(Frames.batch(1, 2))).isEqualTo(2);
    assertThat(Frames.next(two)).isEqualTo(1);
    assertThat(Frames.next(two)).isEqualTo(2);
    assertThat(two.write(Frames.batch(3))).isEqualTo(1);
    assertThat(Frames.next(one)).as("and not what it has sent itself").isEqualTo(3);
  }

  @Test
  void aReadWaitsForAFrame() throws Exception {
    TunDevice one = open(0);
    TunDevice two = open(0);
    CompletableFuture<Integer> read = Background.call(() -> Frames.next(two));
    assertThat(one.write(Frames.batch(5))).isEqualTo(1);
    assertThat(read.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void thePortIsTheOneThatIsSet() throws Exception {
    open(5);
    assertThat(portSockets()).singleElement(as(STRING)).startsWith("005.");
  }

  @Test
  void whenTheSwitchEndsReadAndWriteFail() throws Exception {
    TunDevice device = open(0);
    CompletableFuture<Integer> read = Background.call(() -> device.read(new PacketBatch(1)));
    ethernet.close();
    assertThatThrownBy(() -> read.get(SOON_S, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class)
        .hasMessageContaining("VDE switch " + ethernet.path() + " has gone");
    assertThatThrownBy(() -> device.read(new PacketBatch(1))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> device.write(Frames.batch(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("write to the VDE switch");
  }

  @Test
  void severalThreadsMayWriteWhileOneReads() throws Exception {
    TunDevice one = open(0);
    TunDevice two = open(0);
    CompletableFuture<Void> reader =
        Background.run(
            () -> {
              while (Frames.next(two) != 99) {
                // the writers' frames
              }
            });
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          Background.run(
              () -> {
                for (int round = 0; round < 100; round++) {
                  one.write(Frames.batch(1, 2, 3));
                }
              }));
    }
    for (CompletableFuture<Void> writer : writers) {
      writer.get(SOON_S, TimeUnit.SECONDS);
    }
    while (!reader.isDone()) {
      one.write(Frames.batch(99));
    }
    reader.get();
  }

  @Test
  void aSwitchThatIsNotThereIsNotFound() {
    DeviceException e = failure(directory.resolve("nowhere").toString());
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasMessageContaining("nowhere").hasMessageContaining("vde_switch -s");
  }

  @Test
  void aFrameCostsNoMemory() throws Exception {
    TunDevice one = open(0);
    TunDevice two = open(0);
    PacketBatch out = Frames.batch(1);
    var in = new PacketBatch(4);
    Allocation.isNone(
        () -> {
          if (one.write(out) != 1 || two.read(in) != 1) {
            throw new AssertionError("not one frame");
          }
        });
  }

  /** The switch's sockets for ports in use. */
  private List<String> portSockets() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(ethernet.path()))) {
      return all.map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{3}\\..*"))
          .toList();
    }
  }

  private TunDevice open(int port) throws DeviceException {
    TunDevice device = new VdeOpener(calls, LibVdePlug.load()).open(spec(ethernet.path(), port));
    opened.add(device);
    return device;
  }

  private DeviceException failure(String path) {
    return catchThrowableOfType(
        DeviceException.class,
        () -> new VdeOpener(calls, LibVdePlug.load()).open(spec(path, 0)).close());
  }

  private static DeviceSpec spec(String path, int port) {
    return new DeviceSpec("vde", path, null, RoutingMode.SWITCH, true, port, null);
  }
}
