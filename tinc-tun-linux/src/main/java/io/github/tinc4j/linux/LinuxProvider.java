package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import java.util.function.Supplier;

/**
 * Opens {@code DeviceType = tun} on Linux, which is also what a configuration without a type gets
 * there. Any thread.
 */
public final class LinuxProvider implements TunDeviceProvider {

  private static final String TUN = "tun";

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
    return system.equals("Linux") && (spec.type() == null || spec.type().equals(TUN));
  }

  @Override
  public TunDevice open(DeviceSpec spec) throws DeviceException {
    if (!supports(spec)) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "DeviceType " + spec.type() + " on " + system + " is not tun on Linux",
          null);
    }
    return new TunOpener(load()).open(spec.device(), spec.interfaceName(), spec.offload());
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
