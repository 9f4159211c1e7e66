package io.github.tinc4j.bsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class BsdProviderTest {

  private static final DeviceSpec ANY = spec(null);

  @ParameterizedTest
  @ValueSource(strings = {"FreeBSD", "DragonFly", "OpenBSD", "NetBSD"})
  void tunAndTapAndNoTypeAreOpenedOnTheBsds(String name) {
    BsdProvider provider = provider(name);
    assertThat(provider.supports(ANY)).isTrue();
    for (String type : new String[] {"tun", "tunnohead", "tunifhead", "tap"}) {
      assertThat(provider.supports(spec(type))).as(type).isTrue();
    }
    for (String type : new String[] {"utun", "dummy", "multicast", ""}) {
      assertThat(provider.supports(spec(type))).as(type).isFalse();
    }
  }

  @Test
  void utunIsOpenedOnMacOs() {
    assertThat(provider("Mac OS X").supports(ANY)).isTrue();
    assertThat(provider("Mac OS X").supports(spec("utun"))).isTrue();
    assertThat(provider("Mac OS X").supports(spec("vde"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux", "Windows 11", "SunOS", "freebsd"})
  void elsewhereNothingIs(String name) {
    BsdProvider provider = provider(name);
    assertThat(provider.supports(ANY)).isFalse();
    assertThat(provider.supports(spec("tun"))).isFalse();
    DeviceException e = catchThrowableOfType(DeviceException.class, () -> provider.open(ANY));
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
    assertThat(e).hasMessageContaining(name);
  }

  @Test
  void theSystemIsThatOfThisProcess() {
    String name = System.getProperty("os.name");
    assertThat(new BsdProvider().supports(ANY)).isEqualTo(provider(name).supports(ANY));
  }

  @Test
  void aDeviceOfAnotherTypeOpensNothing() {
    BsdProvider provider =
        new BsdProvider(
            "FreeBSD",
            () -> {
              throw new AssertionError("no call is needed to see that");
            });
    DeviceException e =
        catchThrowableOfType(DeviceException.class, () -> provider.open(spec("utun")));
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
  }

  @Test
  void theDeviceIsWhatTheConfigurationNamesAndNamesItsInterface() throws Exception {
    var kernel = new FakeBsd(FakeBsd.OPENBSD);
    var spec = new DeviceSpec(null, "/dev/tun7", "mesh", RoutingMode.ROUTER, true, 0, null);
    try (TunDevice device = new BsdProvider("OpenBSD", () -> kernel).open(spec)) {
      assertThat(kernel.openedPath()).isEqualTo("/dev/tun7");
      assertThat(device.deviceName()).isEqualTo("/dev/tun7");
      assertThat(device.interfaceName()).isEqualTo("tun7");
    }
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(TunDeviceProvider.class))
        .hasAtLeastOneElementOfType(BsdProvider.class);
  }

  @Test
  void aLibraryThatDoesNotLoadIsADeviceException() {
    var error = new UnsatisfiedLinkError("no jnidispatch");
    DeviceException e = catchThrowableOfType(DeviceException.class, () -> failing(error).open(ANY));
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasCause(error).hasMessageContaining("no jnidispatch");
  }

  private static DeviceSpec spec(@Nullable String type) {
    return new DeviceSpec(type, null, null, RoutingMode.ROUTER, true, 0, null);
  }

  private static BsdProvider provider(String name) {
    return new BsdProvider(name, () -> new FakeBsd(FakeBsd.FREEBSD));
  }

  private static BsdProvider failing(Error error) {
    Supplier<SystemCalls> calls =
        () -> {
          throw error;
        };
    return new BsdProvider("FreeBSD", calls);
  }
}
