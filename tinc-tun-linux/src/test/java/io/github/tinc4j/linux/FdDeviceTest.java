package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptors of real sockets, given by number and passed by another program. */
@NullMarked
@Timeout(120)
class FdDeviceTest {

  private static final int SOON_S = 20;

  // bits/socket.h
  private static final int SOCK_SEQPACKET = 5;

  @TempDir Path directory;

  private final FaultyLinks calls = new FaultyLinks();
  private final PeerSockets peer = new PeerSockets();
  private final List<TunDevice> opened = new ArrayList<>();

  @AfterEach
  void nothingIsLeftOpen() {
    opened.forEach(TunDevice::close);
    peer.close();
    assertThat(calls.openDescriptors()).isEmpty();
  }

  @Test
  void packetsGoBothWaysThroughADescriptorGivenByNumber() throws Exception {
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    TunDevice device = open(Integer.toString(peer.giveAway(pair[0])));
    assertThat(device.layer()).isEqualTo(Layer.IP);
    assertThat(device.hardwareAddress()).isNull();
    assertExchange(device, pair[1]);
  }

  @Test
  void theDescriptorIsNotInheritedAndClosedWithTheDevice() throws Exception {
    int fd = peer.giveAway(peer.pair(UnixAddress.SOCK_DGRAM)[0]);
    TunDevice device = open(Integer.toString(fd));
    assertThat(calls.fcntl(fd, /* F_GETFD */ 1, 0)).as("FD_CLOEXEC").isEqualTo(1);
    Path link = Path.of("/proc/self/fd", Integer.toString(fd));
    Path socket = Files.readSymbolicLink(link);
    device.close();
    // The number is soon another's.
    assertThat(link)
        .satisfiesAnyOf(
            gone -> assertThat(gone).doesNotExist(),
            others -> assertThat(Files.readSymbolicLink(others)).isNotEqualTo(socket));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDescriptorIsTakenOverFromASocketThatPassesIt(boolean abstractName) throws Exception {
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    String path =
        abstractName ? "@t4j-" + System.nanoTime() : directory.resolve("passer").toString();
    int listener = listenAt(path);
    CompletableFuture<TunDevice> opening = Background.call(() -> open(path));
    int client = peer.accept(listener);
    peer.pass(client, new byte[1], pair[0]);
    TunDevice device = opening.get(SOON_S, TimeUnit.SECONDS);
    peer.close(pair[0]);
    assertThat(device.deviceName()).isEqualTo(path);
    assertExchange(device, pair[1]);
  }

  @Test
  void aProgramThatPassesNothingIsNoDevice() throws Exception {
    String path = directory.resolve("passer").toString();
    int listener = listenAt(path);
    CompletableFuture<@Nullable DeviceException> bare = Background.call(() -> failure(path));
    peer.pass(peer.accept(listener), new byte[] {7});
    assertThat(reasonOf(bare)).contains("exactly one");
    CompletableFuture<@Nullable DeviceException> ended = Background.call(() -> failure(path));
    peer.close(peer.accept(listener));
    assertThat(reasonOf(ended)).contains("exactly one");
  }

  @Test
  void aProgramThatPassesTwoDescriptorsIsNoDeviceAndNeitherStaysOpen() throws Exception {
    String path = directory.resolve("passer").toString();
    int listener = listenAt(path);
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    int[] other = peer.pair(UnixAddress.SOCK_DGRAM);
    CompletableFuture<@Nullable DeviceException> opening = Background.call(() -> failure(path));
    peer.pass(peer.accept(listener), new byte[1], pair[0], other[0]);
    assertThat(reasonOf(opening)).contains("exactly one");
    peer.close(pair[0]);
    peer.close(other[0]);
    assertThat(peer.sendTo(pair[1], new byte[1], new byte[0]))
        .as("of a socket whose other end nobody has")
        .isIn(Errno.ECONNREFUSED, Errno.ENOTCONN);
  }

  @Test
  void aProgramThatTakesTooLongIsNotWaitedForForEver() throws Exception {
    calls.failNext(Call.RECVMSG, Errno.EINTR, Errno.EAGAIN);
    String path = directory.resolve("passer").toString();
    int unused = listenAt(path);
    DeviceException e = failure(path);
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasMessageContaining("within 10 s");
  }

  @ParameterizedTest
  @CsvSource({
    "2, NOT_FOUND",
    "111, NOT_FOUND",
    "13, NO_PERMISSION",
    "24, FAILED",
  })
  void aSocketThatCannotBeReachedHasItsReason(int errno, Reason reason) {
    calls.failNext(Call.CONNECT, errno);
    DeviceException e = failure("/run/passer");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("/run/passer");
  }

  @Test
  void whatIsNoDescriptorHasItsReason() throws IOException {
    assertThat(failure(null).reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(failure("").reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(failure("99999999999").reason()).isEqualTo(Reason.BAD_SETTING);
    DeviceException e = failure("1000000");
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasMessageContaining("1000000");
    assertThat(failure(directory.resolve("nowhere").toString()).reason())
        .isEqualTo(Reason.NOT_FOUND);
    String file = Files.createFile(directory.resolve("file")).toString();
    assertThat(failure(file).reason()).isEqualTo(Reason.NOT_FOUND);
  }

  @Test
  void inSwitchModeItIsRefused() {
    DeviceException e =
        catchThrowableOfType(
            DeviceException.class,
            () -> new FdOpener(calls).open(spec("3", RoutingMode.SWITCH)).close());
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining("tap");
  }

  @Test
  void whatFailsOnTheWayLeavesNothing() throws Exception {
    calls.failNext(Call.SOCKET, 24);
    assertThat(failure("/run/passer").reason()).isEqualTo(Reason.FAILED);
    calls.failNext(Call.SETSOCKOPT, 12);
    assertThat(failure("/run/passer").reason()).isEqualTo(Reason.FAILED);
    int fd = peer.pair(UnixAddress.SOCK_DGRAM)[0];
    calls.failNext(Call.EVENTFD, 24);
    assertThat(failure(Integer.toString(fd))).hasMessageContaining("eventfd");
    assertThat(Path.of("/proc/self/fd", Integer.toString(fd)))
        .as("one that was given by number")
        .exists();
  }

  @Test
  void theEndOfTheOtherProgramIsAnErrorAndNotALoop() throws Exception {
    int[] pair = peer.pair(SOCK_SEQPACKET);
    TunDevice device = open(Integer.toString(peer.giveAway(pair[0])));
    peer.send(pair[1], new byte[] {1, 2});
    assertThat(device.read(new PacketBatch(1))).isEqualTo(1);
    peer.close(pair[1]);
    assertThatThrownBy(() -> device.read(new PacketBatch(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("end of file on the descriptor");
  }

  @Test
  void packetsBeforeAnErrorAreDeliveredFirst() throws Exception {
    int[] pair = peer.pair(SOCK_SEQPACKET);
    TunDevice device = open(Integer.toString(peer.giveAway(pair[0])));
    peer.send(pair[1], new byte[] {1, 2});
    peer.send(pair[1], new byte[] {3, 4});
    peer.close(pair[1]);
    var batch = new PacketBatch(4);
    assertThat(device.read(batch)).isEqualTo(2);
    assertThatThrownBy(() -> device.read(batch)).hasMessageContaining("end of file");
    assertThat(batch.count()).isZero();
  }

  @Test
  void anErrorIsNamed() throws Exception {
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    TunDevice device = open(Integer.toString(peer.giveAway(pair[0])));
    calls.failNext(Call.READ, Errno.EBADFD);
    assertThatThrownBy(() -> device.read(new PacketBatch(1)))
        .hasMessageContaining("read from the descriptor of Device");
    calls.failNext(Call.WRITE, Errno.EBADFD);
    assertThatThrownBy(() -> device.write(Frames.batch(1)))
        .hasMessageContaining("write to the descriptor of Device");
    calls.failNext(Call.POLL, Errno.ENOMEM);
    assertThatThrownBy(() -> device.read(new PacketBatch(1))).hasMessageContaining("wait for");
  }

  @ParameterizedTest(name = "errno {0}")
  @ValueSource(
      ints = {
        Errno.EINVAL,
        Errno.EMSGSIZE,
        Errno.EIO,
        Errno.ENETDOWN,
        Errno.EAGAIN,
        Errno.ENOBUFS,
        Errno.ENOMEM
      })
  void aPacketThatIsRefusedIsLeftOutAndTheRestGoes(int errno) throws Exception {
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    TunDevice device = open(Integer.toString(peer.giveAway(pair[0])));
    calls.failNext(Call.WRITE, Errno.EINTR, errno);
    assertThat(device.write(Frames.batch(1, 2))).isEqualTo(1);
    assertThat(peer.read(pair[1])).isEqualTo(Frames.numbered(2));
  }

  @Test
  void aPacketCostsNoMemory() throws Exception {
    int[] pair = peer.pair(UnixAddress.SOCK_DGRAM);
    TunDevice one = open(Integer.toString(peer.giveAway(pair[0])));
    TunDevice two = open(Integer.toString(peer.giveAway(pair[1])));
    PacketBatch out = Frames.batch(1, 2);
    var in = new PacketBatch(4);
    Allocation.isNone(
        () -> {
          if (one.write(out) != 2 || two.read(in) != 2) {
            throw new AssertionError("not two packets");
          }
        });
  }

  private void assertExchange(TunDevice device, int other) throws Exception {
    byte[] first = "first".getBytes(US_ASCII);
    byte[] second = "second".getBytes(US_ASCII);
    peer.send(other, first);
    peer.send(other, second);
    var batch = new PacketBatch(4);
    assertThat(device.read(batch)).isEqualTo(2);
    assertThat(Frames.bytes(batch, 0)).isEqualTo(first);
    assertThat(Frames.bytes(batch, 1)).isEqualTo(second);
    assertThat(device.write(batch)).isEqualTo(2);
    assertThat(peer.read(other)).isEqualTo(first);
    assertThat(peer.read(other)).isEqualTo(second);
    CompletableFuture<Integer> waiting = Background.call(() -> device.read(new PacketBatch(1)));
    peer.send(other, first);
    assertThat(waiting.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private int listenAt(String path) throws DeviceException {
    int listener = peer.socket(UnixAddress.SOCK_STREAM);
    peer.bind(listener, UnixAddress.ofPathOrName(path));
    peer.listen(listener);
    return listener;
  }

  private static String reasonOf(CompletableFuture<@Nullable DeviceException> opening)
      throws Exception {
    DeviceException e = opening.get(SOON_S, TimeUnit.SECONDS);
    return e == null ? "" : String.valueOf(e.getMessage());
  }

  private TunDevice open(String device) throws DeviceException {
    TunDevice made = new FdOpener(calls).open(spec(device, RoutingMode.ROUTER));
    opened.add(made);
    return made;
  }

  private DeviceException failure(@Nullable String device) {
    return catchThrowableOfType(
        DeviceException.class,
        () -> new FdOpener(calls).open(spec(device, RoutingMode.ROUTER)).close());
  }

  private static DeviceSpec spec(@Nullable String device, RoutingMode mode) {
    return new DeviceSpec("fd", device, null, mode, true, 0, null);
  }
}
