package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.linux.FakeKernel.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.Layer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class TunOpenerTest {

  private final FakeKernel kernel = new FakeKernel();
  private final TunOpener opener = new TunOpener(kernel);

  @Test
  void theInterfaceHasTheNameThatTheKernelGaveIt() throws Exception {
    kernel.giveName("tun42");
    try (LinuxTun tun = opener.open(null, null)) {
      assertThat(tun.interfaceName()).isEqualTo("tun42");
      assertThat(tun.deviceName()).isEqualTo("/dev/net/tun");
      assertThat(tun.layer()).isEqualTo(Layer.IP);
      assertThat(kernel.requestedName()).isEmpty();
    }
  }

  @Test
  void aNameOfFullLengthHasNoRoomForItsNul() throws Exception {
    kernel.giveName("sixteen-letters.");
    try (LinuxTun tun = opener.open(null, null)) {
      assertThat(tun.interfaceName()).isEqualTo("sixteen-letters.");
    }
  }

  @Test
  void theDescriptorIsNotInheritedAndDoesNotBlock() throws Exception {
    opener.open("/dev/other", "mesh").close();
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
    opener.open(null, "mesh").close();
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
    opener.open(null, "fifteen-letters").close();
    assertThat(kernel.requestedName()).isEqualTo("fifteen-letters");
  }

  private DeviceException failure(@Nullable String device, @Nullable String name) {
    return catchThrowableOfType(DeviceException.class, () -> opener.open(device, name).close());
  }
}
