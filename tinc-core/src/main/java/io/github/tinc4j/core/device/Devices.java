package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Opens the device that a configuration asks for: types that every system has first (spec 40, 10),
 * then what the class path or module path provides, the first that supports it. Any thread.
 */
public final class Devices {

  private static final List<TunDeviceProvider> ON_EVERY_SYSTEM =
      List.of(new DummyDeviceProvider(), new MulticastDeviceProvider());

  private Devices() {}

  /**
   * Opens the device.
   *
   * @throws DeviceException when no provider supports it, or the one that does cannot open it
   */
  public static TunDevice open(DeviceSpec spec) throws DeviceException {
    return open(spec, ServiceLoader.load(TunDeviceProvider.class, Devices.class.getClassLoader()));
  }

  /** The same with these providers in place of the loaded ones. */
  static TunDevice open(DeviceSpec spec, Iterable<TunDeviceProvider> loaded)
      throws DeviceException {
    for (TunDeviceProvider provider : ON_EVERY_SYSTEM) {
      if (provider.supports(spec)) {
        return provider.open(spec);
      }
    }
    try {
      for (TunDeviceProvider provider : loaded) {
        if (provider.supports(spec)) {
          return provider.open(spec);
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new DeviceException(
          Reason.FAILED, "a device provider cannot be loaded: " + e.getMessage(), e);
    }
    throw new DeviceException(Reason.NO_PROVIDER, noProvider(spec), null);
  }

  private static String noProvider(DeviceSpec spec) {
    String type =
        spec.type() == null ? "a device without a DeviceType" : "DeviceType " + spec.type();
    return "no provider opens "
        + type
        + " on "
        + System.getProperty("os.name")
        + ": add one to the class path (for tun on Linux io.github.tinc4j:tinc-tun-linux, on BSD"
        + " and macOS io.github.tinc4j:tinc-tun-bsd), set DeviceType = dummy, or give the node a"
        + " device of your own";
  }
}
