package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.jna.Pointer;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.linux.FaultyLinks.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plug makes of the answers of the library. */
@NullMarked
@Timeout(30)
class VdeLinkTest {

  private static final long CONNECTION = 0x1234;

  private final FaultyLinks calls = new FaultyLinks();
  private final FakePlug plug = new FakePlug();
  private final PacketBatch batch = new PacketBatch(4);
  private LinkDevice device;

  @BeforeEach
  void open() throws IOException {
    var link = new VdeLink(calls, plug, CONNECTION, Wake.open(calls, "test"), "VDE switch test");
    device =
        new LinkDevice(link, new LinkDevice.Identity(Layer.ETHERNET, true, "interface", "device"));
  }

  @AfterEach
  void itIsClosedOnce() {
    device.close();
    assertThat(plug.closed).isEqualTo(1);
    assertThat(calls.openDescriptors()).isEmpty();
  }

  @Test
  void whatTheLibrarySaysToDropIsLeftOut() throws IOException {
    plug.answer(1, 60, 1, 61, -Errno.EINTR, 62, -Errno.EAGAIN);
    assertThat(device.read(batch)).isEqualTo(3);
    assertThat(batch.length(0)).isEqualTo(60);
    assertThat(batch.length(1)).isEqualTo(61);
    assertThat(batch.length(2)).isEqualTo(62);
  }

  @Test
  void aReadThatFailsIsAnError() {
    plug.answer(-5);
    assertThatThrownBy(() -> device.read(batch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("read from the VDE switch test");
  }

  @ParameterizedTest(name = "errno {0}")
  @ValueSource(ints = {Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM, Errno.EINVAL, Errno.EMSGSIZE})
  void aFrameThatIsRefusedIsLeftOutAndTheRestGoes(int errno) throws IOException {
    plug.answer(-errno, -Errno.EINTR, 60);
    assertThat(device.write(Frames.batch(1, 2))).isEqualTo(1);
  }

  @Test
  void aFrameThatIsCutIsNotTaken() throws IOException {
    plug.answer(59, 60);
    assertThat(device.write(Frames.batch(1, 2))).isEqualTo(1);
  }

  @Test
  void aWriteThatFailsIsAnError() {
    plug.answer(-Errno.ECONNREFUSED);
    assertThatThrownBy(() -> device.write(Frames.batch(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("write to the VDE switch test");
  }

  @Test
  void aFrameThatIsTooLongIsLeftOut() throws IOException {
    plug.answer(PacketBatch.MAX_PACKET + 1, PacketBatch.MAX_PACKET, -Errno.EAGAIN);
    assertThat(device.read(batch)).isEqualTo(1);
    assertThat(batch.length(0)).isEqualTo(PacketBatch.MAX_PACKET);
  }

  @Test
  void portAndGroupAreToldToTheLibrary() throws IOException {
    plug.fd = calls.eventfd(0);
    new VdeOpener(calls, plug).open(spec("/run/other", 5, "vde")).close();
    assertThat(plug.opened).isEqualTo("/run/other port 5 group vde mode 770");
    new VdeOpener(calls, plug).open(spec(null, 0, null)).close();
    assertThat(plug.opened).isEqualTo("/run/vde.ctl port 0 group null mode 0");
    calls.close(plug.fd);
    plug.closed = 0;
  }

  @ParameterizedTest
  @CsvSource({
    "2, NOT_FOUND, vde_switch -s",
    "111, NOT_FOUND, vde_switch -s",
    "1, NO_PERMISSION, may write",
    "13, NO_PERMISSION, may write",
    "98, IN_USE, /run/other",
    "22, BAD_SETTING, /run/other",
    "5, FAILED, /run/other",
  })
  void aSwitchThatDoesNotLetUsInHasItsReason(int errno, Reason reason, String words) {
    plug.openFailure = errno;
    DeviceException e = failure();
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("/run/other").hasMessageContaining(words);
    assertThat(plug.closed).isZero();
  }

  @Test
  void whatFailsOnTheWayLeavesNothing() {
    assertThat(failure().reason()).as("not a descriptor").isEqualTo(Reason.FAILED);
    assertThat(plug.closed).isEqualTo(1);
    plug.fd = calls.eventfd(0);
    calls.failNext(Call.EVENTFD, 24);
    assertThat(failure()).hasMessageContaining("eventfd");
    assertThat(plug.closed).isEqualTo(2);
    calls.close(plug.fd);
    plug.closed = 0;
  }

  private DeviceException failure() {
    return catchThrowableOfType(
        DeviceException.class,
        () -> new VdeOpener(calls, plug).open(spec("/run/other", 0, null)).close());
  }

  private static DeviceSpec spec(@Nullable String path, int port, @Nullable String group) {
    return new DeviceSpec("vde", path, null, RoutingMode.SWITCH, true, port, group);
  }

  /** Gives the answers that were ordered, negative ones as errors. */
  private final class FakePlug implements VdePlug {

    private final Deque<Integer> answers = new ArrayDeque<>();
    private int closed;
    private int openFailure;
    private int fd = -1;
    private String opened = "";

    void answer(int... next) {
      for (int one : next) {
        answers.add(one);
      }
    }

    private long next(long connection) {
      assertThat(connection).isEqualTo(CONNECTION);
      int answer = answers.remove();
      if (answer >= 0) {
        return answer;
      }
      calls.setErrno(-answer);
      return -1;
    }

    @Override
    public long open(long url, long description, long arguments) {
      if (openFailure != 0) {
        calls.setErrno(openFailure);
        return 0;
      }
      var given = new Pointer(arguments);
      Pointer group = given.getPointer(VdeOpener.GROUP);
      opened =
          new Pointer(url).getString(0)
              + " port "
              + given.getInt(VdeOpener.PORT)
              + " group "
              + (group == null ? null : group.getString(0))
              + " mode "
              + Integer.toOctalString(given.getInt(VdeOpener.MODE));
      return CONNECTION;
    }

    @Override
    public long receive(long connection, long buffer, long size) {
      return next(connection);
    }

    @Override
    public long send(long connection, long buffer, long size) {
      return next(connection);
    }

    @Override
    public int dataFd(long connection) {
      return fd;
    }

    @Override
    public int controlFd(long connection) {
      return -1;
    }

    @Override
    public int close(long connection) {
      assertThat(connection).isEqualTo(CONNECTION);
      closed++;
      return 0;
    }
  }
}
