package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.spi.TunDeviceProvider;
import io.github.tinc4j.tun.LoadFailure;
import java.util.function.Supplier;

/**
 * Opens the devices of Linux (spec 40, 10): {@code DeviceType} tun, tap, raw_socket, uml, vde and
 * fd. Without a type it is tun in router mode, and tap otherwise. Any thread.
 */
public final class LinuxProvider implements TunDeviceProvider {

  private static final String TUN = "tun";
  private static final String TAP = "tap";
  private static final String RAW_SOCKET = "raw_socket";

  private final String system;
  private final Supplier<? extends SystemCalls> calls;
  private final Supplier<? extends LinkCalls> links;
  private final Supplier<? extends VdePlug> plug;

  /** For {@link java.util.ServiceLoader}; loads nothing yet. */
  public LinuxProvider() {
    this(System.getProperty("os.name"), Libc::load, LibcLinks::load, LibVdePlug::load);
  }

  /** A provider on the system of that name ({@code os.name}), with these calls. */
  LinuxProvider(
      String system,
      Supplier<? extends SystemCalls> calls,
      Supplier<? extends LinkCalls> links,
      Supplier<? extends VdePlug> plug) {
    this.system = system;
    this.calls = calls;
    this.links = links;
    this.plug = plug;
  }

  @Override
  public boolean supports(DeviceSpec spec) {
    if (!system.equals("Linux")) {
      return false;
    }
    return switch (type(spec)) {
      case TUN, TAP, RAW_SOCKET, UmlOpener.TYPE, VdeOpener.TYPE, FdOpener.TYPE -> true;
      default -> false;
    };
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
          "DeviceType " + spec.type() + " on " + system + " is none of the devices of Linux",
          null);
    }
    return switch (type(spec)) {
      case TUN -> openInterface(spec, Layer.IP);
      case TAP -> openInterface(spec, Layer.ETHERNET);
      case RAW_SOCKET -> new RawSocketOpener(libc(links)).open(spec);
      case UmlOpener.TYPE -> new UmlOpener(libc(links)).open(spec);
      case VdeOpener.TYPE -> new VdeOpener(libc(links), vdePlug()).open(spec);
      default -> new FdOpener(libc(links)).open(spec);
    };
  }

  private TunDevice openInterface(DeviceSpec spec, Layer layer) throws DeviceException {
    return new TunOpener(libc(calls), layer)
        .open(spec.device(), spec.interfaceName(), spec.offload());
  }

  private static <T> T libc(Supplier<T> supplier) throws DeviceException {
    return LoadFailure.orThrow(
        supplier, e -> new DeviceException(Reason.FAILED, LoadFailure.text(e), e));
  }

  private VdePlug vdePlug() throws DeviceException {
    return LoadFailure.orThrow(
        plug,
        e ->
            new DeviceException(
                Reason.NOT_FOUND,
                "DeviceType vde needs the library libvdeplug: install it (on Debian and Ubuntu"
                    + " libvdeplug2): "
                    + LoadFailure.rootCause(e),
                e));
  }
}
