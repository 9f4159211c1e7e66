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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients of the UML switch protocol, well-behaved ones and others, through real sockets. */
@NullMarked
@Timeout(120)
class UmlDeviceTest {

  private static final int SOON_S = 20;

  private static final int MAGIC = 0xfeedface;

  @TempDir Path directory;

  private final FaultyLinks calls = new FaultyLinks();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
  private CompletableFuture<Void> reader = CompletableFuture.completedFuture(null);
  private String path;
  private TunDevice device;

  @BeforeEach
  void open() throws Exception {
    path = directory.resolve("socket").toString();
    device = new UmlOpener(calls).open(spec(path, null));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
    device.close();
    reader.get(SOON_S, TimeUnit.SECONDS);
    assertThat(calls.openDescriptors()).isEmpty();
    assertThat(Path.of(path)).doesNotExist();
  }

  @Test
  void itCarriesFramesAndDoesNotKnowTheAddressOfItsHost() {
    assertThat(device.layer()).isEqualTo(Layer.ETHERNET);
    assertThat(device.hardwareAddress())
        .containsExactly((byte) 0xfe, (byte) 0xfd, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
    assertThat(device.deviceName()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    ", , /run/tinc.umlsocket",
    ", vpn, /run/tinc.vpn.umlsocket",
    "/tmp/switch, vpn, /tmp/switch",
  })
  void thePathHasTheNetNameInItUnlessItIsSet(
      @Nullable String set, @Nullable String name, String expected) {
    assertThat(UmlOpener.path(spec(set, name))).isEqualTo(expected);
  }

  @Test
  void framesGoBothWays() throws Exception {
    read();
    UmlClient client = connect();
    assertThat(client.send(Frames.numbered(1))).isZero();
    assertThat(nextFrame()).isEqualTo(Frames.numbered(1));
    assertThat(device.write(Frames.batch(2, 3))).isEqualTo(2);
    assertThat(client.receive()).isEqualTo(Frames.numbered(2));
    assertThat(client.receive()).isEqualTo(Frames.numbered(3));
  }

  @Test
  void framesThatAreThereComeAsOneBatch() throws Exception {
    var batch = new PacketBatch(4);
    CompletableFuture<Integer> first = Background.call(() -> device.read(batch));
    UmlClient client = connect();
    client.send(Frames.numbered(1));
    assertThat(first.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(1);
    for (int number = 2; number <= 6; number++) {
      client.send(Frames.numbered(number));
    }
    assertThat(device.read(batch)).isEqualTo(4);
    assertThat(Frames.bytes(batch, 3)).isEqualTo(Frames.numbered(5));
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(Frames.bytes(batch, 0)).isEqualTo(Frames.numbered(6));
  }

  @Test
  void withoutAClientNoFrameIsTaken() throws Exception {
    assertThat(device.write(Frames.batch(1, 2))).isZero();
  }

  @Test
  void emptyAndTooLongDatagramsAreLeftOut() throws Exception {
    read();
    UmlClient client = connect();
    client.send(new byte[0]);
    client.send(new byte[PacketBatch.MAX_PACKET + 1]);
    client.send(new byte[60_000]);
    client.send(new byte[PacketBatch.MAX_PACKET]);
    assertThat(nextFrame()).hasSize(PacketBatch.MAX_PACKET);
  }

  @Test
  void aRequestMayComeInPieces() throws Exception {
    read();
    var client = own(new UmlClient(path));
    byte[] request = client.request(MAGIC, 3, 0);
    for (int i = 0; i < request.length; i++) {
      client.say(new byte[] {request[i]});
    }
    client.hearAnswer();
    assertThat(device.write(Frames.batch(1))).isEqualTo(1);
    assertThat(client.receive()).isEqualTo(Frames.numbered(1));
  }

  @ParameterizedTest
  @CsvSource({
    "0x12345678, 3, 0, unknown magic 12345678",
    "0xcefaedfe, 3, 0, unknown magic cefaedfe",
    "0xfeedface, 2, 0, version 2",
    "0xfeedface, 3, 1, request type 1",
  })
  void whoeverAsksForSomethingElseIsTurnedAwayAndTheNextIsServed(
      String magic, int version, int type, String why) throws Exception {
    List<String> logged =
        logged(
            () -> {
              read();
              var wrong = own(new UmlClient(path));
              wrong.say(wrong.request(Long.decode(magic).intValue(), version, type));
              assertThat(heardOrReset(wrong)).isEmpty();
            });
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains(path).contains("turned away").contains(why);
    assertServed(connect());
  }

  @Test
  void aWrongMagicIsEnoughToBeTurnedAway() throws Exception {
    read();
    var wrong = own(new UmlClient(path));
    wrong.say(Arrays.copyOf(wrong.request(1, 2, 3), 12));
    assertThat(wrong.hear()).isEmpty();
    assertServed(connect());
  }

  @Test
  void aRequestThatEndsTooSoonIsNoneAndTheNextIsServed() throws Exception {
    read();
    var brief = new UmlClient(path);
    brief.say(Arrays.copyOf(brief.request(MAGIC, 3, 0), 100));
    brief.close();
    new UmlClient(path).close();
    assertServed(connect());
  }

  @Test
  void aClientThatNeverFinishesMakesRoomForAnother() throws Exception {
    read();
    var slow = own(new UmlClient(path));
    slow.say(Arrays.copyOf(slow.request(MAGIC, 3, 0), 20));
    assertServed(connect());
    assertThat(slow.hear()).isEmpty();
  }

  @Test
  void anAddressThatIsNotOfThisMachineIsTurnedAway() throws Exception {
    read();
    var wrong = own(new UmlClient(path));
    byte[] request = wrong.request(MAGIC, 3, 0);
    request[UmlRequest.ADDRESS] = 2;
    wrong.say(request);
    assertThat(heardOrReset(wrong)).isEmpty();
    assertServed(connect());
  }

  @Test
  void aClientWithoutItsDatagramSocketIsTurnedAway() throws Exception {
    read();
    var wrong = own(new UmlClient(path));
    wrong.closeFrames();
    wrong.say(wrong.request(MAGIC, 3, 0));
    assertThat(heardOrReset(wrong)).isEmpty();
    assertServed(connect());
  }

  @Test
  void aSecondClientIsTurnedAwayWhileTheFirstIsThere() throws Exception {
    read();
    UmlClient first = connect();
    var second = own(new UmlClient(path));
    assertThat(second.hear()).isEmpty();
    assertServed(first);
  }

  @Test
  void aClientMayGoAndComeBack() throws Exception {
    read();
    for (int round = 0; round < 20; round++) {
      UmlClient client = connect();
      assertServed(client);
      client.close();
    }
    assertServed(connect());
  }

  @Test
  void aClientThatHasClosedItsDatagramSocketGetsNothingAndHarmsNobody() throws Exception {
    read();
    UmlClient client = connect();
    client.closeFrames();
    assertThat(device.write(Frames.batch(1, 2, 3))).isZero();
    client.close();
    assertServed(connect());
  }

  @Test
  void aClientThatHasClosedItsDatagramSocketMakesRoomForAnother() throws Exception {
    read();
    UmlClient client = connect();
    client.closeFrames();
    assertThat(device.write(Frames.batch(1))).isZero();
    assertServed(connect());
    assertThat(client.hear()).isEmpty();
  }

  @Test
  void aClientThatDoesNotReadLosesFramesAndHoldsNobodyUp() throws Exception {
    read();
    UmlClient client = connect();
    PacketBatch batch = Frames.batch(1, 2, 3, 4);
    while (device.write(batch) == 4) {
      // until its queue is full
    }
    assertThat(client.send(Frames.numbered(9))).isZero();
    assertThat(nextFrame()).isEqualTo(Frames.numbered(9));
  }

  @Test
  void nobodyButTheClientCanSendFrames() throws Exception {
    read();
    UmlClient client = connect();
    try (var stranger = new PeerSockets()) {
      int socket = stranger.socket(UnixAddress.SOCK_DGRAM);
      assertThat(stranger.sendTo(socket, Frames.numbered(66), client.switchAddress()))
          .isEqualTo(Errno.EPERM);
    }
    assertServed(client);
  }

  @Test
  void whatWasSentBeforeTheClientCameIsNotItsOwn() throws Exception {
    read();
    UmlClient first = connect();
    first.closeFrames();
    // The kernel forgets the connection when it finds the other end closed.
    assertThat(device.write(Frames.batch(1))).isZero();
    try (var stranger = new PeerSockets()) {
      int socket = stranger.socket(UnixAddress.SOCK_DGRAM);
      assertThat(stranger.sendTo(socket, Frames.numbered(66), first.switchAddress())).isZero();
    }
    assertServed(connect());
  }

  @Test
  void whatAConnectedClientSaysByTheStreamIsIgnored() throws Exception {
    read();
    UmlClient client = connect();
    client.say(new byte[5_000]);
    assertServed(client);
  }

  @Test
  void closingTurnsTheClientAway() throws Exception {
    read();
    UmlClient client = connect();
    device.close();
    reader.get(SOON_S, TimeUnit.SECONDS);
    assertThat(client.hear()).isEmpty();
    assertThat(client.send(Frames.numbered(1))).isEqualTo(Errno.ECONNREFUSED);
    assertThatThrownBy(() -> new UmlClient(path)).hasMessageContaining("connect");
  }

  @Test
  void aPathThatIsThereIsInUseAndStays() throws Exception {
    DeviceException e = failure(path);
    assertThat(e.reason()).isEqualTo(Reason.IN_USE);
    assertThat(e).hasMessageContaining(path).hasMessageContaining("remove the file");
    assertThat(Path.of(path)).exists();
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(failure(file.toString()).reason()).isEqualTo(Reason.IN_USE);
    assertThat(file).exists();
  }

  @Test
  void aPathThatCannotBeHasItsReason() {
    assertThat(failure(directory.resolve("no/socket").toString()).reason())
        .isEqualTo(Reason.NOT_FOUND);
    DeviceException e = failure("/tmp/" + "x".repeat(103));
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining("107 bytes");
    assertThat(failure("/tmp/a\0b").reason()).isEqualTo(Reason.BAD_SETTING);
  }

  @ParameterizedTest
  @CsvSource({
    "SOCKET, 24, FAILED, error",
    "SOCKET, 0 24, FAILED, error",
    "BIND, 0 13, NO_PERMISSION, directory",
    "LISTEN, 12, FAILED, error",
    "EVENTFD, 24, FAILED, eventfd",
  })
  void whatFailsOnTheWayLeavesNothing(Call call, String errnos, Reason reason, String words) {
    var faulty = new FaultyLinks();
    faulty.failNext(
        call, Arrays.stream(errnos.split(" ", -1)).mapToInt(Integer::parseInt).toArray());
    String other = directory.resolve("other").toString();
    DeviceException e =
        catchThrowableOfType(
            DeviceException.class, () -> new UmlOpener(faulty).open(spec(other, null)).close());
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining(other);
    assertThat(words.equals("error") || String.valueOf(e.getMessage()).contains(words)).isTrue();
    assertThat(faulty.openDescriptors()).isEmpty();
    assertThat(Path.of(other)).doesNotExist();
  }

  @Test
  void aClientThatCannotBeAcceptedFailsTheReadAndMayTryAgain() throws Exception {
    calls.failNext(Call.ACCEPT, Errno.EINTR, Errno.ECONNABORTED, 24);
    CompletableFuture<Integer> failing = Background.call(() -> device.read(new PacketBatch(1)));
    var client = own(new UmlClient(path));
    assertThatThrownBy(() -> failing.get(SOON_S, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class)
        .hasMessageContaining("no client can reach");
    read();
    client.say(client.request(MAGIC, 3, 0));
    client.hearAnswer();
    assertServed(client);
  }

  @Test
  void callsThatASignalInterruptsAreRepeated() throws Exception {
    calls.failNext(Call.POLL, Errno.EINTR);
    calls.failNext(Call.READ, Errno.EINTR, Errno.EINTR, 0, Errno.EINTR);
    calls.failNext(Call.SEND, Errno.EINTR, 0, Errno.EINTR);
    read();
    assertServed(connect());
  }

  @Test
  void aSocketThatFailsIsAnError() throws Exception {
    read();
    UmlClient client = connect();
    calls.failNext(Call.SEND, 5);
    assertThatThrownBy(() -> device.write(Frames.batch(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("write to the UML network socket " + path);
    calls.failNext(Call.READ, 5);
    client.send(Frames.numbered(1));
    assertThatThrownBy(() -> reader.get(SOON_S, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IOException.class)
        .hasMessageContaining("read from the UML network socket " + path);
    reader = CompletableFuture.completedFuture(null);
  }

  @Test
  void aFrameCostsNoMemory() throws Exception {
    var batch = new PacketBatch(4);
    CompletableFuture<Integer> first = Background.call(() -> device.read(batch));
    UmlClient client = connect();
    client.send(Frames.numbered(1));
    assertThat(first.get(SOON_S, TimeUnit.SECONDS)).isEqualTo(1);
    byte[] frame = Frames.numbered(1);
    PacketBatch out = Frames.batch(1);
    Allocation.isNone(
        () -> {
          if (client.send(frame) != 0 || device.read(batch) != 1 || device.write(out) > 1) {
            throw new AssertionError("not one frame");
          }
        });
  }

  private void assertServed(UmlClient client) throws Exception {
    assertThat(client.send(Frames.numbered(7))).isZero();
    assertThat(nextFrame()).isEqualTo(Frames.numbered(7));
    assertThat(device.write(Frames.batch(8))).isEqualTo(1);
    assertThat(client.receive()).isEqualTo(Frames.numbered(8));
  }

  /** What a client hears; one that is cut off while it speaks may find the stream reset. */
  private static byte[] heardOrReset(UmlClient client) {
    try {
      return client.hear();
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("reset by peer");
      return new byte[0];
    }
  }

  private List<String> logged(Background.Action action) {
    return LogLines.of(
        () -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private UmlClient connect() throws Exception {
    return own(UmlClient.connected(path));
  }

  /** Reads until the device is closed or fails; frames go to {@link #frames}. */
  private void read() {
    reader =
        Background.run(
            () -> {
              var batch = new PacketBatch(4);
              while (device.read(batch) >= 0) {
                for (int slot = 0; slot < batch.count(); slot++) {
                  frames.add(Frames.bytes(batch, slot));
                }
              }
            });
  }

  private byte[] nextFrame() throws InterruptedException {
    byte[] frame = frames.poll(SOON_S, TimeUnit.SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame");
    }
    return frame;
  }

  private <T extends AutoCloseable> T own(T one) {
    opened.add(one);
    return one;
  }

  private DeviceException failure(String where) {
    return catchThrowableOfType(
        DeviceException.class, () -> new UmlOpener(calls).open(spec(where, null)).close());
  }

  private static DeviceSpec spec(@Nullable String path, @Nullable String name) {
    return new DeviceSpec("uml", path, name, RoutingMode.SWITCH, true, 0, null);
  }
}
