package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import io.github.tinc4j.tun.LoadFailure;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens tun, tunnohead, tunifhead and tap on FreeBSD, DragonFly, OpenBSD and NetBSD, and utun on
 * macOS; there also what a configuration without a type gets. Any thread.
 *
 * <p>{@link DeviceSpec#interfaceName} is not looked at: on these systems the device names the
 * interface. Neither is {@link DeviceSpec#offload}, which their drivers do not have.
 */
public final class BsdProvider implements TunDeviceProvider {

  private static final List<BsdSystem> SYSTEMS =
      List.of(FreeBsd.SYSTEM, DragonFly.SYSTEM, OpenBsd.SYSTEM, NetBsd.SYSTEM, MacOs.SYSTEM);

  private final String systemName;
  private final @Nullable BsdSystem system;
  private final Supplier<SystemCalls> calls;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public BsdProvider() {
    this(System.getProperty("os.name"), BsdLibc::load);
  }

  /** A provider on the system of that name ({@code os.name}), with these calls. */
  BsdProvider(String systemName, Supplier<SystemCalls> calls) {
    this.systemName = systemName;
    this.system = systemOf(systemName);
    this.calls = calls;
  }

  private static @Nullable BsdSystem systemOf(String name) {
    for (BsdSystem system : SYSTEMS) {
      if (system.name().equals(name)) {
        return system;
      }
    }
    return null;
  }

  @Override
  public boolean supports(DeviceSpec spec) {
    return system != null && DeviceChoice.isKnown(spec.type(), system);
  }

  @Override
  public TunDevice open(DeviceSpec spec) throws DeviceException {
    if (system == null) {
      throw new DeviceException(
          Reason.BAD_SETTING, "devices of BSD and macOS are not to be had on " + systemName, null);
    }
    DeviceChoice choice = DeviceChoice.of(spec, system);
    SystemCalls libc =
        LoadFailure.orThrow(calls, e -> new DeviceException(Reason.FAILED, LoadFailure.text(e), e));
    return new DeviceOpener(libc, system).open(choice);
  }
}
