package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.linux.FaultyLinks.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.testkit.Background;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packet sockets at both ends of a cable, in network namespaces that the test makes. */
@NullMarked
@Timeout(120)
class RawSocketTest {

  private static final int SOON_S = 20;

  private final FaultyLinks calls = new FaultyLinks();
  private final List<TunDevice> opened = new ArrayList<>();
  private VethPair pair;

  @BeforeEach
  void network() throws Exception {
    Needs.namespaces();
    pair = new VethPair();
    pair.setUp();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    opened.forEach(TunDevice::close);
    if (pair != null) {
      pair.remove();
    }
    assertThat(calls.openDescriptors()).isEmpty();
  }

  @Test
  void itCarriesTheFramesOfAnInterfaceAsTheyAre() throws Exception {
    TunDevice device = here();
    assertThat(device.layer()).isEqualTo(Layer.ETHERNET);
    assertThat(device.hardwareAddress()).isNull();
    assertThat(device.interfaceName()).isEqualTo("eth0");
    assertThat(device.deviceName()).isEqualTo("eth0");
    TunDevice other = pair.here.call(() -> open("/dev/any", "eth0"));
    assertThat(other.deviceName()).isEqualTo("/dev/any");
  }

  @Test
  void framesGoBothWaysAndOnesOwnDoNotComeBack() throws Exception {
    TunDevice one = here();
    TunDevice two = there();
    assertThat(one.write(Frames.batch(1, 2))).isEqualTo(2);
    assertThat(Frames.next(two)).isEqualTo(1);
    assertThat(Frames.next(two)).isEqualTo(2);
    assertThat(two.write(Frames.batch(3))).isEqualTo(1);
    assertThat(Frames.next(one)).isEqualTo(3);
  }

  @Test
  void aReadWaitsForAFrame() throws Exception {
    TunDevice one = here();
    TunDevice two = there();
    CompletableFuture<Integer> read = Background.call(() -> Frames.next(two));
    one.write(Frames.batch(5));
    assertThat(read.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(5);
  }

  @Test
  void whatTheHostItselfSendsThereGoesIntoTheMesh() throws Exception {
    TunDevice device = here();
    pair.here.must("ip", "address", "add", "10.77.0.1/24", "dev", "eth0");
    Shell.Result unused = pair.here.run("ping", "-n", "-c", "1", "-W", "1", "10.77.0.2");
    var batch = new PacketBatch(1);
    assertThat(device.read(batch)).isEqualTo(1);
    byte[] request = Frames.bytes(batch, 0);
    assertThat(Arrays.copyOfRange(request, 12, 14)).as("ARP").containsExactly(8, 6);
    String mac = pair.here.must("cat", "/sys/class/net/eth0/address").trim();
    assertThat(text(request, 6)).as("from the host").isEqualTo(mac);
  }

  @Test
  void whileTheInterfaceIsDownAReadWaitsAndAWriteTakesNothing() throws Exception {
    TunDevice one = here();
    TunDevice two = there();
    CompletableFuture<Integer> read = Background.call(() -> Frames.next(one));
    for (int round = 0; round < 3; round++) {
      pair.here.must("ip", "link", "set", "eth0", "down");
      assertThat(one.write(Frames.batch(1))).isZero();
      pair.here.must("ip", "link", "set", "eth0", "up");
    }
    while (!read.isDone()) {
      two.write(Frames.batch(4));
    }
    assertThat(read.get()).isEqualTo(4);
  }

  @Test
  void whatIsNoFrameOrTooLongForTheInterfaceIsLeftOut() throws Exception {
    TunDevice one = here();
    TunDevice two = there();
    PacketBatch batch = Frames.batch(1, 2, 3);
    batch.setBounds(0, batch.offset(0), 5);
    batch.setBounds(1, batch.offset(1), PacketBatch.MAX_PACKET);
    assertThat(one.write(batch)).isEqualTo(1);
    assertThat(Frames.next(two)).isEqualTo(3);
  }

  @Test
  void anInterfaceThatIsDeletedTakesNothingAndSaysSo() throws Exception {
    TunDevice device = here();
    pair.here.must("ip", "link", "delete", "eth0");
    assertThatThrownBy(() -> device.write(Frames.batch(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("write to the packet socket on eth0");
  }

  @Test
  void anInterfaceThatIsNotThereIsNotFound() {
    DeviceException e = failure("nosuch0");
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasMessageContaining("nosuch0").hasMessageContaining("set Interface");
    assertThat(failure("a-name-of-more-than-fifteen").reason()).isEqualTo(Reason.BAD_SETTING);
  }

  @ParameterizedTest
  @CsvSource({
    "SOCKET, 1, NO_PERMISSION, CAP_NET_RAW",
    "SOCKET, 24, FAILED, packet socket",
    "BIND, 12, FAILED, lo",
    "EVENTFD, 24, FAILED, eventfd",
  })
  void whatFailsOnTheWayHasItsReasonAndLeavesNothing(
      Call call, int errno, Reason reason, String words) {
    calls.failNext(call, errno);
    DeviceException e = failure("lo");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(words);
  }

  @Test
  void aFrameCostsNoMemory() throws Exception {
    TunDevice one = here();
    TunDevice two = there();
    PacketBatch out = Frames.batch(1, 2);
    var in = new PacketBatch(4);
    Allocation.isNone(
        () -> {
          if (one.write(out) != 2) {
            throw new AssertionError("not taken");
          }
          for (int count = 0; count < 2; ) {
            count += two.read(in);
          }
        });
  }

  private static String text(byte[] frame, int at) {
    List<String> parts = new ArrayList<>();
    for (int i = at; i < at + 6; i++) {
      parts.add("%02x".formatted(frame[i]));
    }
    return String.join(":", parts);
  }

  private TunDevice here() throws Exception {
    return pair.here.call(() -> open(null, null));
  }

  private TunDevice there() throws Exception {
    return pair.there.call(() -> open(null, null));
  }

  private TunDevice open(@Nullable String device, @Nullable String name) throws DeviceException {
    TunDevice made = new RawSocketOpener(calls).open(spec(device, name));
    opened.add(made);
    return made;
  }

  private DeviceException failure(String name) {
    return catchThrowableOfType(
        DeviceException.class, () -> new RawSocketOpener(calls).open(spec(null, name)).close());
  }

  private static DeviceSpec spec(@Nullable String device, @Nullable String name) {
    return new DeviceSpec("raw_socket", device, name, RoutingMode.SWITCH, true, 0, null);
  }
}
