package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.linux.FakeKernel.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class TunOpenerTest {

  private final FakeKernel kernel = new FakeKernel();
  private final TunOpener opener = new TunOpener(kernel, Layer.IP);

  @Test
  void theInterfaceHasTheNameThatTheKernelGaveIt() throws Exception {
    kernel.giveName("tun42");
    try (LinuxTun tun = opener.open(null, null, false)) {
      assertThat(tun.interfaceName()).isEqualTo("tun42");
      assertThat(tun.deviceName()).isEqualTo("/dev/net/tun");
      assertThat(tun.layer()).isEqualTo(Layer.IP);
      assertThat(kernel.requestedName()).isEmpty();
    }
  }

  @Test
  void aTapInterfaceHasFramesAndTheAddressThatTheKernelGaveIt() throws Exception {
    kernel.failNext(Call.MAC, Errno.EINTR);
    try (LinuxTun tap = new TunOpener(kernel, Layer.ETHERNET).open(null, "mesh", false)) {
      assertThat(kernel.requestedFlags()).as("IFF_TAP | IFF_NO_PI").isEqualTo(0x1002);
      assertThat(tap.layer()).isEqualTo(Layer.ETHERNET);
      assertThat(tap.hardwareAddress()).isEqualTo(FakeKernel.MAC);
      assertThat(tap.hardwareAddress()).isNotSameAs(tap.hardwareAddress());
    }
    try (LinuxTun tun = opener.open(null, null, false)) {
      assertThat(tun.hardwareAddress()).isNull();
    }
  }

  @Test
  void aTapInterfaceWithoutAnAddressIsClosedAgain() {
    kernel.failNext(Call.MAC, Errno.ENODEV);
    DeviceException e =
        catchThrowableOfType(
            DeviceException.class,
            () -> new TunOpener(kernel, Layer.ETHERNET).open(null, "mesh", false).close());
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasMessageContaining("tun7").hasMessageContaining("error 19");
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void whatIsWrongWithATapInterfaceIsSaidOfTap() {
    kernel.failNext(Call.IOCTL, Errno.EPERM);
    DeviceException e =
        catchThrowableOfType(
            DeviceException.class,
            () -> new TunOpener(kernel, Layer.ETHERNET).open(null, "mesh", false).close());
    assertThat(e).hasMessageContaining("tap interface mesh").hasMessageContaining("mode tap user");
  }

  @Test
  void aNameOfFullLengthHasNoRoomForItsNul() throws Exception {
    kernel.giveName("sixteen-letters.");
    try (LinuxTun tun = opener.open(null, null, false)) {
      assertThat(tun.interfaceName()).isEqualTo("sixteen-letters.");
    }
  }

  @Test
  void theDescriptorIsNotInheritedAndDoesNotBlock() throws Exception {
    opener.open("/dev/other", "mesh", false).close();
    assertThat(kernel.openedPath()).isEqualTo("/dev/other");
    assertThat(kernel.openFlags()).isEqualTo(0x80802);
    assertThat(kernel.requestedName()).isEqualTo("mesh");
    assertThat(kernel.requestedFlags()).as("IFF_TUN | IFF_NO_PI").isEqualTo(0x1001);
  }

  @ParameterizedTest
  @CsvSource({
    "1, NO_PERMISSION, CAP_NET_ADMIN",
    "13, NO_PERMISSION, CAP_NET_ADMIN",
    "2, NOT_FOUND, modprobe tun",
    "6, NOT_FOUND, modprobe tun",
    "19, NOT_FOUND, modprobe tun",
    "16, IN_USE, error 16",
    "22, BAD_SETTING, error 22",
    "24, FAILED, error 24",
  })
  void aDeviceFileThatDoesNotOpenSaysWhyAndWhatHelps(int errno, Reason reason, String words) {
    kernel.failNext(Call.OPEN, errno);
    DeviceException e = failure(null, "mesh");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("/dev/net/tun").hasMessageContaining("error " + errno);
    assertThat(e).hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "1, NO_PERMISSION, CAP_NET_ADMIN",
    "13, NO_PERMISSION, CAP_NET_ADMIN",
    "2, NOT_FOUND, error 2",
    "6, NOT_FOUND, error 6",
    "19, NOT_FOUND, error 19",
    "16, IN_USE, another program",
    "17, IN_USE, another program",
    "22, BAD_SETTING, not legal",
    "25, BAD_SETTING, not a tun device",
    "12, FAILED, error 12",
  })
  void anInterfaceThatIsNotCreatedSaysWhyAndLeavesNothingOpen(
      int errno, Reason reason, String words) {
    kernel.failNext(Call.IOCTL, errno);
    DeviceException e = failure(null, "mesh");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("mesh").hasMessageContaining("error " + errno);
    assertThat(e).hasMessageContaining(words);
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void withoutAnEventfdTheInterfaceIsClosedAgain() {
    kernel.failNext(Call.EVENTFD, 24);
    DeviceException e = failure(null, null);
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasMessageContaining("tun7").hasMessageContaining("error 24");
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aCallThatASignalInterruptsIsRepeated() throws Exception {
    kernel.failNext(Call.OPEN, Errno.EINTR, Errno.EINTR);
    kernel.failNext(Call.IOCTL, Errno.EINTR);
    opener.open(null, "mesh", false).close();
    assertThat(kernel.requestedName()).isEqualTo("mesh");
  }

  @ParameterizedTest
  @CsvSource({
    "sixteen-letters.",
    "a-name-of-far-more-than-sixteen-letters",
    "elf-und-\u00e4\u00e4\u00e4\u00e4", // 12 letters, 16 bytes
  })
  void aNameThatTheKernelWouldCutIsNotTried(String name) {
    DeviceException e = failure(null, name);
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining(name).hasMessageContaining("Linux allows 15");
    assertThat(kernel.openedPath()).isEmpty();
  }

  @Test
  void aNameThatANulWouldCutIsNotTried() {
    assertThat(failure(null, "me\0sh").reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(kernel.openedPath()).isEmpty();
  }

  @Test
  void theLongestNameIsTaken() throws Exception {
    opener.open(null, "fifteen-letters", false).close();
    assertThat(kernel.requestedName()).isEqualTo("fifteen-letters");
  }

  @ParameterizedTest
  @CsvSource({"IP, 5001", "ETHERNET, 5002"})
  void withOffloadTheKernelIsAskedForAllItHas(Layer layer, String flags) throws Exception {
    LinuxTun tun = new TunOpener(kernel, layer).open(null, "mesh", true);
    assertThat(kernel.requestedFlags()).as("and IFF_VNET_HDR").isEqualTo(parseHex(flags));
    assertThat(kernel.offloads()).containsExactly(0x67);
    tun.close();
    assertThat(kernel.offloads())
        .as("a persistent interface would keep it for a program that cannot cut")
        .containsExactly(0x67, 0);
  }

  @ParameterizedTest
  @CsvSource({"1, 103 7", "2, 103 7 1", "3, 103 7 1 0", "4, 103 7 1 0"})
  void whatTheKernelDoesNotHaveIsLeftToIt(int refusals, String asked) throws Exception {
    for (int i = 0; i < refusals; i++) {
      kernel.failNext(Call.OFFLOAD, Errno.EINVAL);
    }
    try (LinuxTun tun = opener.open(null, "mesh", true)) {
      assertThat(kernel.offloads())
          .containsExactly(
              Stream.of(asked.split(" ", -1)).map(Integer::valueOf).toArray(Integer[]::new));
      assertThat(writesOf(tun, TestPacket.tcp4(new byte[10]))).isEqualTo(1);
      assertThat(writesOf(tun, TestPacket.udp4(new byte[10]))).as("without USO").isEqualTo(2);
    }
  }

  @Test
  void whereTheKernelCutsUdpItGetsItJoined() throws Exception {
    try (LinuxTun tun = opener.open(null, "mesh", true)) {
      assertThat(writesOf(tun, TestPacket.tcp6(new byte[10]))).isEqualTo(1);
      assertThat(writesOf(tun, TestPacket.udp6(new byte[10]))).isEqualTo(1);
    }
    try (LinuxTun tap = new TunOpener(kernel, Layer.ETHERNET).open(null, "mesh", true)) {
      assertThat(writesOf(tap, Framing.FRAME.with(TestPacket.tcp6(new byte[10])))).isEqualTo(1);
      assertThat(writesOf(tap, Framing.TAGGED.with(TestPacket.udp6(new byte[10])))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"BARE, 1001", "FRAME, 1002"})
  void anInterfaceThatRefusesOffloadMovesPacketsOneByOne(Framing framing, String flags)
      throws Exception {
    kernel.failNext(Call.IOCTL, Errno.EINVAL);
    try (LinuxTun tun = new TunOpener(kernel, framing.layer()).open(null, "mesh", true)) {
      assertThat(kernel.requestedName()).isEqualTo("mesh");
      assertThat(kernel.requestedFlags()).isEqualTo(parseHex(flags));
      assertThat(kernel.offloads()).containsExactly(0);
      assertThat(writesOf(tun, framing.with(TestPacket.tcp4(new byte[10])))).isEqualTo(2);
      byte[] packet = framing.with(TestPacket.tcp4(new byte[10])).bytes();
      kernel.arrive(packet);
      var batch = new PacketBatch(2);
      assertThat(tun.read(batch)).isEqualTo(1);
      assertThat(batch.length(0)).isEqualTo(packet.length);
    }
    assertThat(kernel.offloads()).containsExactly(0);
  }

  @Test
  void thatOffloadIsRefusedIsLogged() {
    kernel.failNext(Call.IOCTL, Errno.EINVAL);
    List<String> logged =
        LogLines.of(
            () ->
                assertThatNoException().isThrownBy(() -> opener.open(null, "mesh", true).close()));
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0)).contains("tun7").contains("offload");
  }

  @Test
  void anInterfaceThatDoesNotOpenWithoutOffloadEitherHasTheReasonOfThat() {
    kernel.failNext(Call.IOCTL, Errno.EINVAL, Errno.EBUSY);
    DeviceException e =
        catchThrowableOfType(DeviceException.class, () -> opener.open(null, "mesh", true).close());
    assertThat(e.reason()).isEqualTo(Reason.IN_USE);
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void withoutOffloadWhatAProgramBeforeHasLeftIsTakenBack() throws Exception {
    kernel.failNext(Call.OFFLOAD, Errno.EINTR, Errno.EINVAL);
    opener.open(null, "mesh", false).close();
    assertThat(kernel.offloads()).containsExactly(0, 0);
  }

  private static int parseHex(String number) {
    return Integer.parseInt(number, 16);
  }

  /** In how many writes two packets reach the kernel that could be one. */
  private int writesOf(LinuxTun tun, TestPacket packet) throws IOException {
    int before = kernel.written().size();
    byte[] next = packet.next(packet.payload).bytes();
    assertThat(tun.write(TestPackets.batch(List.of(packet.bytes(), next)))).isEqualTo(2);
    return kernel.written().size() - before;
  }

  private DeviceException failure(@Nullable String device, @Nullable String name) {
    return catchThrowableOfType(
        DeviceException.class, () -> opener.open(device, name, false).close());
  }
}
