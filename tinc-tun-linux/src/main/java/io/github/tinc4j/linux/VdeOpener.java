package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;

/**
 * Opens {@code DeviceType = vde}: a plug in a switch of Virtual Distributed Ethernet. Any thread.
 * The library waits for the switch, without a limit; one that has no port of the number asked for
 * never answers.
 *
 * <p>{@code struct vde_open_args} ({@code libvdeplug.h}):
 *
 * <pre>
 * byte  0            4     8                   16           20    24
 *       | port (int) | pad | group (char *)    | mode (u32) | pad |
 * </pre>
 */
final class VdeOpener {

  /** What scripts get as {@code INTERFACE} when the configuration names none. */
  static final String TYPE = "vde";

  /** {@code Device} when the configuration names none. */
  static final String DEFAULT_DEVICE = "/run/vde.ctl";

  static final int ARGUMENTS_SIZE = 24;
  static final int PORT = 0;
  static final int GROUP = 8;
  static final int MODE = 16;

  /** Of our socket, which the group writes to; without a group as the process makes files. */
  static final int GROUP_MODE = 0770;

  /** What the switch shows of us. */
  private static final String DESCRIPTION = "tinc";

  private final LinkCalls calls;
  private final VdePlug plug;

  VdeOpener(LinkCalls calls, VdePlug plug) {
    this.calls = calls;
    this.plug = plug;
  }

  /**
   * Connects to the switch.
   *
   * @throws DeviceException when that fails, and why
   */
  TunDevice open(DeviceSpec spec) throws DeviceException {
    String device = spec.device() == null ? DEFAULT_DEVICE : spec.device();
    String title = "VDE switch " + device;
    long connection = connect(spec, device);
    if (connection == 0) {
      throw refused("cannot connect to the " + title, calls.errno());
    }
    boolean opened = false;
    try {
      int fd = plug.dataFd(connection);
      int flags = calls.fcntl(fd, FdOpener.F_GETFL, 0);
      if (flags < 0 || calls.fcntl(fd, FdOpener.F_SETFL, flags | TunOpener.O_NONBLOCK) < 0) {
        throw refused("cannot use the " + title, calls.errno());
      }
      var link = new VdeLink(calls, plug, connection, Wake.open(calls, title), title);
      opened = true;
      String name = spec.interfaceName() == null ? TYPE : spec.interfaceName();
      return new LinkDevice(
          link, new LinkDevice.Identity(Layer.ETHERNET, /* learnsAddress= */ true, name, device));
    } finally {
      if (!opened) {
        int unused = plug.close(connection);
      }
    }
  }

  private long connect(DeviceSpec spec, String device) {
    OffHeap url = NativeText.of(device);
    OffHeap description = NativeText.of(DESCRIPTION);
    OffHeap group = NativeText.of(spec.vdeGroup() == null ? "" : spec.vdeGroup());
    var arguments = new OffHeap(ARGUMENTS_SIZE);
    try {
      arguments.bytes().putInt(PORT, spec.vdePort());
      if (spec.vdeGroup() != null) {
        arguments.bytes().putLong(GROUP, group.address()).putInt(MODE, GROUP_MODE);
      }
      return plug.open(url.address(), description.address(), arguments.address());
    } finally {
      Reference.reachabilityFence(url);
      Reference.reachabilityFence(description);
      Reference.reachabilityFence(group);
      Reference.reachabilityFence(arguments);
    }
  }

  private DeviceException refused(String problem, int errno) {
    String text = problem + ": " + calls.errorText(errno);
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new DeviceException(
              Reason.NO_PERMISSION,
              text + "; see that this user may write to its directory and sockets",
              null);
      case Errno.ENOENT, Errno.ECONNREFUSED ->
          new DeviceException(
              Reason.NOT_FOUND,
              text + "; start the switch (vde_switch -s PATH), or set Device to its path",
              null);
      case Errno.EADDRINUSE, Errno.EBUSY -> new DeviceException(Reason.IN_USE, text, null);
      case Errno.EINVAL -> new DeviceException(Reason.BAD_SETTING, text, null);
      default -> new DeviceException(Reason.FAILED, text, null);
    };
  }
}
