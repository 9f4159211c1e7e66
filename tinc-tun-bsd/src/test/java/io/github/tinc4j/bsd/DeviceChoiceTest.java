package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.bsd.DeviceChoice.DeviceFile;
import io.github.tinc4j.bsd.DeviceChoice.Utun;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class DeviceChoiceTest {

  private static final List<BsdSystem> BSDS =
      List.of(FreeBsd.SYSTEM, DragonFly.SYSTEM, OpenBsd.SYSTEM, NetBsd.SYSTEM);

  @Test
  void withoutADeviceTheModeDecides() throws Exception {
    for (BsdSystem system : BSDS) {
      assertThat(choose(system, null, null, RoutingMode.ROUTER))
          .isEqualTo(new DeviceFile("/dev/tun0", system.tun()));
      assertThat(choose(system, null, null, RoutingMode.SWITCH))
          .isEqualTo(new DeviceFile("/dev/tap0", Framing.ETHERNET));
      assertThat(choose(system, null, null, RoutingMode.HUB))
          .isEqualTo(new DeviceFile("/dev/tap0", Framing.ETHERNET));
    }
  }

  @Test
  void tunIsWithTheAddressFamilyEverywhereButOnNetBsd() throws Exception {
    for (BsdSystem system : BSDS) {
      Framing expected = system.equals(NetBsd.SYSTEM) ? Framing.BARE_IP : Framing.FAMILY_AND_IP;
      for (String type : new String[] {"tun", null}) {
        assertThat(choose(system, type, "/dev/tun5", RoutingMode.ROUTER))
            .isEqualTo(new DeviceFile("/dev/tun5", expected));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/tap3, ROUTER",
    "/dev/tap, ROUTER",
    "/dev/tap3, SWITCH",
    "/dev/net4, SWITCH",
    "/dev/tun0, HUB",
  })
  void aDeviceNamedTapAndAModeOfFramesMeanTap(String device, RoutingMode mode) throws Exception {
    for (BsdSystem system : BSDS) {
      assertThat(choose(system, null, device, mode))
          .isEqualTo(new DeviceFile(device, Framing.ETHERNET));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tunnohead, /dev/tap0, BARE_IP",
    "tunifhead, /dev/tun0, FAMILY_AND_IP",
    "tap, /dev/tun0, ETHERNET",
  })
  void theTypeOutweighsTheName(String type, String device, Framing framing) throws Exception {
    for (BsdSystem system : List.of(FreeBsd.SYSTEM, DragonFly.SYSTEM, NetBsd.SYSTEM)) {
      assertThat(choose(system, type, device, RoutingMode.ROUTER))
          .isEqualTo(new DeviceFile(device, framing));
    }
  }

  @Test
  void theDefaultDeviceFollowsTheModeAndNotTheType() throws Exception {
    assertThat(choose(FreeBsd.SYSTEM, "tap", null, RoutingMode.ROUTER))
        .isEqualTo(new DeviceFile("/dev/tun0", Framing.ETHERNET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tun", "tunnohead", "tunifhead"})
  void framesNeedTap(String type) {
    for (RoutingMode mode : List.of(RoutingMode.SWITCH, RoutingMode.HUB)) {
      DeviceException e = failure(FreeBsd.SYSTEM, type, null, mode);
      assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
      assertThat(e).hasMessageContaining(type).hasMessageContaining("DeviceType = tap");
    }
    assertThat(failure(MacOs.SYSTEM, "utun", "utun4", RoutingMode.SWITCH).reason())
        .isEqualTo(Reason.BAD_SETTING);
  }

  @Test
  void openBsdCannotLeaveTheAddressFamilyOut() {
    DeviceException e = failure(OpenBsd.SYSTEM, "tunnohead", null, RoutingMode.ROUTER);
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining("OpenBSD").hasMessageContaining("DeviceType = tun");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utun", "utun7", "/dev/utun7"})
  void onMacOsADeviceNamedUtunIsOne(String device) throws Exception {
    assertThat(choose(MacOs.SYSTEM, null, device, RoutingMode.ROUTER)).isEqualTo(new Utun(device));
    assertThat(choose(MacOs.SYSTEM, "utun", device, RoutingMode.ROUTER))
        .isEqualTo(new Utun(device));
    assertThat(choose(FreeBsd.SYSTEM, null, device, RoutingMode.ROUTER))
        .as("elsewhere it is a name like any other")
        .isEqualTo(new DeviceFile(device, Framing.FAMILY_AND_IP));
  }

  @Test
  void onMacOsWithNothingSetItIsAnyUtun() throws Exception {
    for (String type : new String[] {"utun", null}) {
      DeviceChoice choice = choose(MacOs.SYSTEM, type, null, RoutingMode.ROUTER);
      assertThat(choice).isEqualTo(new Utun(null));
      assertThat(choice.framing()).isEqualTo(Framing.FAMILY_AND_IP);
    }
  }

  @ParameterizedTest
  @CsvSource({"tun,", "tunnohead,", "tunifhead,", "tap, /dev/tap0", ", /dev/tun0", ", /dev/tap0"})
  void macOsHasNoDeviceFiles(@Nullable String type, @Nullable String device) {
    DeviceException e = failure(MacOs.SYSTEM, type, device, RoutingMode.ROUTER);
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasMessageContaining("DeviceType = utun");
  }

  @ParameterizedTest
  @EnumSource(names = {"SWITCH", "HUB"})
  void onMacOsThereAreNoFrames(RoutingMode mode) {
    DeviceException e = failure(MacOs.SYSTEM, null, null, mode);
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasMessageContaining("Mode = router");
  }

  @ParameterizedTest
  @ValueSource(strings = {"utun", "dummy", "raw_socket", "TUN", ""})
  void anotherTypeIsNotKnown(String type) {
    assertThat(DeviceChoice.isKnown(type, FreeBsd.SYSTEM)).isFalse();
    DeviceException e = failure(FreeBsd.SYSTEM, type, null, RoutingMode.ROUTER);
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining("FreeBSD");
  }

  @Test
  void aNameThatANulWouldCutIsNotTried() {
    for (BsdSystem system : List.of(FreeBsd.SYSTEM, MacOs.SYSTEM)) {
      assertThat(failure(system, null, "/dev/tun0\0x", RoutingMode.ROUTER).reason())
          .isEqualTo(Reason.BAD_SETTING);
    }
  }

  private static DeviceChoice choose(
      BsdSystem system, @Nullable String type, @Nullable String device, RoutingMode mode)
      throws DeviceException {
    return DeviceChoice.of(new DeviceSpec(type, device, "net", mode, true, 0, null), system);
  }

  private static DeviceException failure(
      BsdSystem system, @Nullable String type, @Nullable String device, RoutingMode mode) {
    return catchThrowableOfType(DeviceException.class, () -> choose(system, type, device, mode));
  }
}
