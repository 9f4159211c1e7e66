package io.github.tinc4j.bsd;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceSpec;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** Devices over a {@link FakeBsd}, opened as a configuration would have them. */
@NullMarked
@SuppressWarnings("ImmutableEnumChecker") // its records hold values only
enum Opened {
  FREEBSD_TUN(FreeBsd.SYSTEM, FakeBsd.FREEBSD, null, "/dev/tun0"),
  FREEBSD_TUNNOHEAD(FreeBsd.SYSTEM, FakeBsd.FREEBSD, "tunnohead", "/dev/tun0"),
  FREEBSD_TAP(FreeBsd.SYSTEM, FakeBsd.FREEBSD, null, "/dev/tap0"),
  DRAGONFLY_TUN(DragonFly.SYSTEM, FakeBsd.DRAGONFLY, null, "/dev/tun0"),
  DRAGONFLY_TAP(DragonFly.SYSTEM, FakeBsd.DRAGONFLY, null, "/dev/tap0"),
  OPENBSD_TUN(OpenBsd.SYSTEM, FakeBsd.OPENBSD, null, "/dev/tun0"),
  OPENBSD_TAP(OpenBsd.SYSTEM, FakeBsd.OPENBSD, null, "/dev/tap0"),
  NETBSD_TUN(NetBsd.SYSTEM, FakeBsd.NETBSD, null, "/dev/tun0"),
  NETBSD_TUNIFHEAD(NetBsd.SYSTEM, FakeBsd.NETBSD, "tunifhead", "/dev/tun0"),
  NETBSD_TAP(NetBsd.SYSTEM, FakeBsd.NETBSD, null, "/dev/tap0"),
  MACOS_UTUN(MacOs.SYSTEM, FakeBsd.MACOS, null, "utun0");

  final FakeBsd.Numbers numbers;
  private final BsdSystem system;
  private final @Nullable String type;
  private final String device;

  Opened(BsdSystem system, FakeBsd.Numbers numbers, @Nullable String type, String device) {
    this.system = system;
    this.numbers = numbers;
    this.type = type;
    this.device = device;
  }

  /** A kernel of that system, which names the interface after the device. */
  FakeBsd kernel() {
    var kernel = new FakeBsd(numbers);
    kernel.giveName(DeviceChoice.lastPart(device));
    return kernel;
  }

  BsdTun open(FakeBsd kernel) throws DeviceException {
    return open(kernel, device);
  }

  BsdTun open(FakeBsd kernel, String otherDevice) throws DeviceException {
    var spec = new DeviceSpec(type, otherDevice, null, RoutingMode.ROUTER, true, 0, null);
    return new DeviceOpener(kernel, system).open(DeviceChoice.of(spec, system));
  }
}
