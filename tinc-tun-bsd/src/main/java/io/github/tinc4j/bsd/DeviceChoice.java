package io.github.tinc4j.bsd;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import org.jspecify.annotations.Nullable;

/** What is to be opened on a system for a configuration (spec 40, 10). Values; any thread. */
sealed interface DeviceChoice {

  /** {@code Device} in router mode when the configuration names none. */
  String DEFAULT_TUN = "/dev/tun0";

  /** {@code Device} in the other modes when the configuration names none. */
  String DEFAULT_TAP = "/dev/tap0";

  /** What one read or write consists of. */
  Framing framing();

  /** What opens it. */
  Driver driver(SystemCalls calls, BsdSystem system);

  /** A device file of a BSD, for tun or tap. */
  record DeviceFile(String path, Framing framing) implements DeviceChoice {
    @Override
    public Driver driver(SystemCalls calls, BsdSystem system) {
      return new CharacterDevice(calls, system, path, framing);
    }
  }

  /**
   * utun of macOS.
   *
   * @param device {@code Device}: its number is that of the interface; null for any that is free
   */
  record Utun(@Nullable String device) implements DeviceChoice {
    @Override
    public Framing framing() {
      return Framing.FAMILY_AND_IP;
    }

    @Override
    public Driver driver(SystemCalls calls, BsdSystem system) {
      return new UtunControl(calls, device);
    }
  }

  /** Whether the type is one of this system, or left to it. */
  static boolean isKnown(@Nullable String type, BsdSystem system) {
    if (type == null) {
      return true;
    }
    return switch (type) {
      case "tun", "tunnohead", "tunifhead", "tap" -> true;
      case "utun" -> system.hasUtun();
      default -> false;
    };
  }

  /**
   * Decides.
   *
   * @throws DeviceException when the system has no such device, or the mode needs another
   */
  static DeviceChoice of(DeviceSpec spec, BsdSystem system) throws DeviceException {
    String device = spec.device();
    if (device != null && device.indexOf('\0') >= 0) {
      throw bad("the name of the device contains a NUL character");
    }
    boolean router = spec.mode() == RoutingMode.ROUTER;
    String type = spec.type() == null ? typeByName(device, router, system) : spec.type();
    if (!isKnown(type, system)) {
      throw bad("DeviceType " + type + " is not known on " + system.name());
    }
    boolean tap = type.equals("tap");
    if (!tap && !router) {
      throw bad(
          "DeviceType "
              + type
              + " has no Ethernet frames, which Mode = switch and hub need: set DeviceType = tap");
    }
    if (type.equals("utun")) {
      return new Utun(device);
    }
    if (system.hasUtun()) {
      throw noDeviceFiles(tap);
    }
    String path = device != null ? device : router ? DEFAULT_TUN : DEFAULT_TAP;
    return new DeviceFile(path, framing(type, system));
  }

  private static String typeByName(@Nullable String device, boolean router, BsdSystem system) {
    // Beyond the specification: on macOS nothing that is set means utun, for there is no /dev/tun0.
    if (system.hasUtun() && (device == null ? router : lastPart(device).startsWith("utun"))) {
      return "utun";
    }
    return !router || (device != null && device.contains("tap")) ? "tap" : "tun";
  }

  /** A path without its directories. */
  static String lastPart(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static Framing framing(String type, BsdSystem system) throws DeviceException {
    return switch (type) {
      case "tap" -> Framing.ETHERNET;
      case "tunifhead" -> Framing.FAMILY_AND_IP;
      case "tunnohead" -> {
        if (system.setHead() == 0) {
          throw bad(
              system.name()
                  + " always puts the address family before a packet: set DeviceType = tun");
        }
        yield Framing.BARE_IP;
      }
      default -> system.tun();
    };
  }

  private static DeviceException noDeviceFiles(boolean tap) {
    return new DeviceException(
        Reason.NOT_FOUND,
        tap
            ? "macOS has no tap devices; only Mode = router works there, with DeviceType = utun"
            : "macOS has no tun devices: set DeviceType = utun",
        null);
  }

  private static DeviceException bad(String problem) {
    return new DeviceException(Reason.BAD_SETTING, problem, null);
  }
}
