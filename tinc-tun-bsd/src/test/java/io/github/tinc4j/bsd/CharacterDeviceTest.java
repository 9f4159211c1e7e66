package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.bsd.FakeBsd.Call;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.Layer;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@NullMarked
class CharacterDeviceTest {

  @ParameterizedTest
  @EnumSource(names = ".*_TUN.*", mode = Mode.MATCH_ALL)
  void aTunInterfaceIsAskedToBroadcast(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      assertThat(tun.layer()).isEqualTo(Layer.IP);
      assertThat(tun.hardwareAddress()).isNull();
      assertThat(kernel.mode()).as("IFF_BROADCAST | IFF_MULTICAST").isEqualTo(0x8002);
    }
  }

  @ParameterizedTest
  @EnumSource(names = ".*_TAP", mode = Mode.MATCH_ALL)
  void aTapInterfaceIsLeftAsItIs(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      assertThat(tun.layer()).isEqualTo(Layer.ETHERNET);
      assertThat(kernel.mode()).isZero();
      assertThat(kernel.isHeadOn()).isEqualTo(opened.numbers.headAtFirst());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FREEBSD_TUN, true",
    "DRAGONFLY_TUN, true",
    "OPENBSD_TUN, true",
    "NETBSD_TUN, false",
    "NETBSD_TUNIFHEAD, true",
    "FREEBSD_TUNNOHEAD, false",
  })
  void theAddressFamilyIsOnWhereThePlatformOrTheTypeHasIt(Opened opened, boolean on)
      throws Exception {
    FakeBsd kernel = opened.kernel();
    opened.open(kernel).close();
    assertThat(kernel.isHeadOn()).isEqualTo(on);
  }

  @Test
  void whatAProgramBeforeHasLeftOnIsSwitchedOff() throws Exception {
    FakeBsd kernel = Opened.FREEBSD_TUNNOHEAD.kernel();
    kernel.leaveHeadOn();
    Opened.FREEBSD_TUNNOHEAD.open(kernel).close();
    assertThat(kernel.isHeadOn()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "MACOS_UTUN", mode = Mode.EXCLUDE)
  void noDescriptorBlocksOrIsInherited(Opened opened) throws Exception {
    FakeBsd kernel = opened.kernel();
    try (BsdTun tun = opened.open(kernel)) {
      assertThat(kernel.openedPath()).isEqualTo(tun.deviceName());
      assertThat(kernel.openFlags()).as("O_RDWR | O_NONBLOCK").isEqualTo(6);
      assertThat(kernel.openDescriptors()).as("the device and a pipe").hasSize(3);
      assertThat(kernel.inheritedDescriptors()).isEmpty();
      assertThat(kernel.nonBlockingDescriptors()).isEqualTo(kernel.openDescriptors());
    }
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "FREEBSD_TUN, mesh",
    "FREEBSD_TAP, mesh",
    "DRAGONFLY_TUN, mesh",
    "DRAGONFLY_TAP, mesh",
    "NETBSD_TAP, mesh",
    "NETBSD_TUN, tun5",
    "OPENBSD_TUN, tun5",
    "OPENBSD_TAP, tun5",
  })
  void theInterfaceHasTheNameThatTheKernelGivesOrThatOfItsDevice(Opened opened, String name)
      throws Exception {
    FakeBsd kernel = opened.kernel();
    kernel.giveName("mesh");
    String device = opened.name().endsWith("TAP") ? "/dev/tap/tun5" : "/dev/tun5";
    try (BsdTun tun = opened.open(kernel, device)) {
      assertThat(tun.interfaceName()).isEqualTo(name);
      assertThat(tun.deviceName()).isEqualTo(device);
    }
  }

  @Test
  void aNameOfFullLengthNeedsNoNul() throws Exception {
    FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
    kernel.giveName("sixteen-letters.");
    try (BsdTun tun = Opened.FREEBSD_TUN.open(kernel)) {
      assertThat(tun.interfaceName()).isEqualTo("sixteen-letters.");
    }
  }

  @Test
  void aDriverThatDoesNotTellNamesHasThatOfTheDevice() throws Exception {
    FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
    kernel.giveName("other");
    kernel.failNext(Call.GET_NAME, Errno.ENOTTY);
    try (BsdTun tun = Opened.FREEBSD_TUN.open(kernel, "/dev/tun9")) {
      assertThat(tun.interfaceName()).isEqualTo("tun9");
    }
  }

  @Test
  void anInterfaceThatKeepsItsModeIsOpenedAllTheSame() throws Exception {
    FakeBsd kernel = Opened.NETBSD_TUN.kernel();
    kernel.failNext(Call.SET_MODE, Errno.EBUSY);
    try (BsdTun tun = Opened.NETBSD_TUN.open(kernel)) {
      assertThat(tun.interfaceName()).isEqualTo("tun0");
      assertThat(kernel.mode()).isZero();
    }
  }

  @Test
  void callsThatASignalInterruptsAreRepeated() throws Exception {
    FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
    kernel.giveName("tun3");
    kernel.failNext(Call.OPEN, Errno.EINTR, Errno.EINTR);
    kernel.failNext(Call.SET_MODE, Errno.EINTR);
    kernel.failNext(Call.SET_HEAD, Errno.EINTR, Errno.EINTR);
    kernel.failNext(Call.GET_NAME, Errno.EINTR);
    try (BsdTun tun = Opened.FREEBSD_TUN.open(kernel)) {
      assertThat(tun.interfaceName()).isEqualTo("tun3");
      assertThat(kernel.mode()).isEqualTo(0x8002);
      assertThat(kernel.isHeadOn()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, NO_PERMISSION, run as root",
    "13, NO_PERMISSION, run as root",
    "2, NOT_FOUND, kldload if_tuntap",
    "6, NOT_FOUND, kldload if_tuntap",
    "19, NOT_FOUND, kldload if_tuntap",
    "16, IN_USE, another Device",
    "17, IN_USE, another Device",
    "22, BAD_SETTING, another Device",
    "24, FAILED, error 24",
  })
  void aDeviceFileThatDoesNotOpenSaysWhyAndWhatHelps(int errno, Reason reason, String words) {
    FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
    kernel.failNext(Call.OPEN, errno);
    DeviceException e = failure(Opened.FREEBSD_TUN, kernel);
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e).hasMessageContaining("/dev/tun0").hasMessageContaining("error " + errno);
    assertThat(e).hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "DRAGONFLY_TUN, kldload if_tun",
    "OPENBSD_TUN, MAKEDEV",
    "NETBSD_TAP, ifconfig tap0 create",
  })
  void whatHelpsIsThatOfTheSystem(Opened opened, String words) {
    FakeBsd kernel = opened.kernel();
    kernel.failNext(Call.OPEN, Errno.ENXIO);
    assertThat(failure(opened, kernel)).hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({"25, BAD_SETTING, another Device", "1, NO_PERMISSION, root", "12, FAILED, error 12"})
  void aDeviceWithoutAddressFamiliesIsClosedAgain(int errno, Reason reason, String words) {
    for (Opened opened : new Opened[] {Opened.FREEBSD_TUN, Opened.NETBSD_TUN}) {
      FakeBsd kernel = opened.kernel();
      kernel.failNext(Call.SET_HEAD, errno);
      DeviceException e = failure(opened, kernel);
      assertThat(e.reason()).isEqualTo(reason);
      assertThat(e).hasMessageContaining("/dev/tun0").hasMessageContaining("TUNSIFHEAD");
      assertThat(e).hasMessageContaining(words);
      assertThat(kernel.openDescriptors()).isEmpty();
    }
  }

  @Test
  void withoutAPipeTheDeviceIsClosedAgain() {
    FakeBsd kernel = Opened.FREEBSD_TUN.kernel();
    kernel.failNext(Call.PIPE, 24);
    DeviceException e = failure(Opened.FREEBSD_TUN, kernel);
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasMessageContaining("pipe").hasMessageContaining("error 24");
    assertThat(kernel.openDescriptors()).isEmpty();
  }

  @Test
  void aDescriptorThatWouldBlockOrBeInheritedIsNotUsed() {
    for (int works = 0; works < 6; works++) {
      FakeBsd kernel = Opened.OPENBSD_TAP.kernel();
      kernel.failLater(Call.FCNTL, works, 9);
      DeviceException e = failure(Opened.OPENBSD_TAP, kernel);
      assertThat(e.reason()).isEqualTo(Reason.FAILED);
      assertThat(e).hasMessageContaining("error 9");
      assertThat(kernel.openDescriptors()).isEmpty();
    }
  }

  private static DeviceException failure(Opened opened, FakeBsd kernel) {
    return catchThrowableOfType(DeviceException.class, () -> opened.open(kernel).close());
  }
}
