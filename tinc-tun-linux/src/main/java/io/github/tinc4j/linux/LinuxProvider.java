package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.function.Supplier;

/**
 * Opens {@code DeviceType} tun and tap on Linux. Without a type it is tun in router mode, and tap
 * otherwise. Any thread.
 */
public final class LinuxProvider implements TunDeviceProvider {

  private static final String TUN = "tun";
  private static final String TAP = "tap";

  private final String system;
  private final Supplier<SystemCalls> calls;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxProvider() {
    this(System.getProperty("os.name"), Libc::load);
  }

  /** A provider on the system of that name ({@code os.name}), with these calls. */
  LinuxProvider(String system, Supplier<SystemCalls> calls) {
    this.system = system;
    this.calls = calls;
  }

  @Override
  public boolean supports(DeviceSpec spec) {
    return system.equals("Linux") && (type(spec).equals(TUN) || type(spec).equals(TAP));
  }

  private static String type(DeviceSpec spec) {
    if (spec.type() != null) {
      return spec.type();
    }
    return spec.mode() == RoutingMode.ROUTER ? TUN : TAP;
  }

  @Override
  public TunDevice open(DeviceSpec spec) throws DeviceException {
    if (!supports(spec)) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "DeviceType " + spec.type() + " on " + system + " is not tun or tap on Linux",
          null);
    }
    return new TunOpener(load(), type(spec).equals(TUN) ? Layer.IP : Layer.ETHERNET)
        .open(spec.device(), spec.interfaceName(), spec.offload());
  }

  /** JNA unpacks a library to a temporary file and loads it, which can fail in many ways. */
  private SystemCalls load() throws DeviceException {
    try {
      return calls.get();
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Error e) {
      // A LinkageError, or for a foreign version of the library a plain Error.
      throw new DeviceException(Reason.FAILED, LoadFailure.text(e), e);
    }
  }
}
