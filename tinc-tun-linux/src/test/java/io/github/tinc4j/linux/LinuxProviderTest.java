package io.github.tinc4j.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class LinuxProviderTest {

  private static final DeviceSpec TUN =
      new DeviceSpec("tun", null, null, RoutingMode.ROUTER, true, 0, null);
  private static final DeviceSpec ANY =
      new DeviceSpec(null, null, null, RoutingMode.ROUTER, true, 0, null);

  private final LinuxProvider linux = onLinux(FakeKernel::new);

  @ParameterizedTest
  @ValueSource(strings = {"tun", "tap", "raw_socket", "uml", "vde", "fd"})
  void theTypesOfLinuxAreSupportedThereOnly(String type) {
    var spec = new DeviceSpec(type, null, null, RoutingMode.ROUTER, true, 0, null);
    assertThat(linux.supports(spec)).isTrue();
    assertThat(provider("Mac OS X", FakeKernel::new).supports(spec)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"ROUTER, 0x1001", "SWITCH, 0x1002", "HUB, 0x1002"})
  void withoutATypeItIsTunInRouterModeAndTapOtherwise(RoutingMode mode, int flags)
      throws Exception {
    var kernel = new FakeKernel();
    onLinux(() -> kernel).open(new DeviceSpec(null, null, null, mode, false, 0, null)).close();
    assertThat(kernel.requestedFlags()).isEqualTo(flags);
  }

  @Test
  void aMissingVdeLibrarySaysWhatToInstall() {
    var spec = new DeviceSpec("vde", null, null, RoutingMode.SWITCH, true, 0, null);
    var error = new UnsatisfiedLinkError("cannot open shared object file");
    var provider =
        new LinuxProvider(
            "Linux",
            FakeKernel::new,
            LibcLinks::load,
            () -> {
              throw error;
            });
    DeviceException e =
        catchThrowableOfType(DeviceException.class, () -> provider.open(spec).close());
    assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND);
    assertThat(e).hasCause(error).hasMessageContaining("libvdeplug2");
    assertThat(e).hasMessageContaining("cannot open shared object file");
  }

  @Test
  void tunAndNoTypeAreOpenedOnLinuxOnly() {
    assertThat(linux.supports(TUN)).isTrue();
    assertThat(linux.supports(ANY)).isTrue();
    var mac = provider("Mac OS X", FakeKernel::new);
    assertThat(mac.supports(TUN)).isFalse();
    assertThat(mac.supports(ANY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dummy", "multicast", "utun", ""})
  void noOtherTypeIsOpened(String type) {
    var spec = new DeviceSpec(type, null, null, RoutingMode.ROUTER, true, 0, null);
    assertThat(linux.supports(spec)).isFalse();
    DeviceException e = catchThrowableOfType(DeviceException.class, () -> linux.open(spec).close());
    assertThat(e.reason()).isEqualTo(Reason.BAD_SETTING);
  }

  @Test
  void deviceAndInterfaceAreWhatTheConfigurationNames() throws Exception {
    var kernel = new FakeKernel();
    onLinux(() -> kernel)
        .open(new DeviceSpec(null, "/dev/tun", "mesh", RoutingMode.ROUTER, true, 0, null))
        .close();
    assertThat(kernel.openedPath()).isEqualTo("/dev/tun");
    assertThat(kernel.requestedName()).isEqualTo("mesh");
  }

  @Test
  void offloadIsAskedForWhereTheConfigurationWantsIt() throws Exception {
    for (boolean offload : new boolean[] {true, false}) {
      var kernel = new FakeKernel();
      var provider = onLinux(() -> kernel);
      provider
          .open(new DeviceSpec("tun", null, null, RoutingMode.ROUTER, offload, 0, null))
          .close();
      assertThat((kernel.requestedFlags() & 0x4000) != 0).isEqualTo(offload);
    }
  }

  @Test
  void itIsFoundAsAService() {
    assertThat(ServiceLoader.load(TunDeviceProvider.class))
        .hasAtLeastOneElementOfType(LinuxProvider.class);
  }

  @Test
  void aLibraryThatDoesNotLoadIsADeviceException() {
    var error = new UnsatisfiedLinkError("no jnidispatch");
    var provider =
        onLinux(
            () -> {
              throw error;
            });
    DeviceException e =
        catchThrowableOfType(DeviceException.class, () -> provider.open(TUN).close());
    assertThat(e.reason()).isEqualTo(Reason.FAILED);
    assertThat(e).hasCause(error).hasMessageContaining("no jnidispatch");
  }

  private static LinuxProvider onLinux(Supplier<SystemCalls> calls) {
    return provider("Linux", calls);
  }

  private static LinuxProvider provider(String system, Supplier<SystemCalls> calls) {
    return new LinuxProvider(system, calls, LibcLinks::load, LibVdePlug::load);
  }
}
