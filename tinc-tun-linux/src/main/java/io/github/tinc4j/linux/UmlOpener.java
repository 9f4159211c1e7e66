package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import java.lang.ref.Reference;
import java.security.SecureRandom;

/**
 * Opens {@code DeviceType = uml}: a socket that a User Mode Linux connects to as to a switch
 * ({@code eth0=daemon,MAC,unix,PATH} on its command line). Any thread.
 */
final class UmlOpener {

  /** What scripts get as {@code INTERFACE} when the configuration names none. */
  static final String TYPE = "uml";

  /** {@code Device} when the configuration names none. */
  static final String DEFAULT_DEVICE = "/run/tinc.umlsocket";

  private static final int BACKLOG = 4;

  /** So many that nobody has the name. */
  private static final int NAME_BYTES = 16;

  private final LinkCalls calls;

  UmlOpener(LinkCalls calls) {
    this.calls = calls;
  }

  /** {@code Device}, or what it is without one: with the net name in it, when there is one. */
  static String path(DeviceSpec spec) {
    if (spec.device() != null) {
      return spec.device();
    }
    String name = spec.interfaceName();
    return name == null ? DEFAULT_DEVICE : "/run/tinc." + name + ".umlsocket";
  }

  /**
   * Opens the sockets.
   *
   * @throws DeviceException when that fails, and why
   */
  TunDevice open(DeviceSpec spec) throws DeviceException {
    String path = path(spec);
    String title = "UML network socket " + path;
    UnixAddress address = UnixAddress.ofPath(path);
    byte[] name = new byte[NAME_BYTES];
    new SecureRandom().nextBytes(name);
    UnixAddress framesName = UnixAddress.ofName(name);
    int frames = -1;
    int listener = -1;
    boolean bound = false;
    boolean opened = false;
    try {
      frames = socket(UnixAddress.SOCK_DGRAM, title);
      bind(frames, framesName, title);
      listener = socket(UnixAddress.SOCK_STREAM, title);
      bind(listener, address, title);
      bound = true;
      if (calls.listen(listener, BACKLOG) < 0) {
        throw refused("cannot listen on the " + title, calls.errno());
      }
      Wake wake = Wake.open(calls, title);
      var link = new UmlLink(calls, listener, frames, wake, address, framesName, title);
      opened = true;
      String interfaceName = spec.interfaceName() == null ? TYPE : spec.interfaceName();
      return new LinkDevice(
          link,
          new LinkDevice.Identity(Layer.ETHERNET, /* learnsAddress= */ true, interfaceName, path));
    } finally {
      if (!opened) {
        closeAll(frames, listener);
        if (bound) {
          int unused = calls.unlink(address.memory().address() + UnixAddress.PATH);
        }
      }
      Reference.reachabilityFence(address);
    }
  }

  private void closeAll(int... fds) {
    for (int fd : fds) {
      if (fd >= 0) {
        calls.close(fd);
      }
    }
  }

  private int socket(int type, String title) throws DeviceException {
    int fd =
        calls.socket(
            UnixAddress.AF_UNIX, type | UnixAddress.SOCK_NONBLOCK | UnixAddress.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw refused("cannot make a socket for the " + title, calls.errno());
    }
    return fd;
  }

  private void bind(int fd, UnixAddress address, String title) throws DeviceException {
    try {
      if (calls.bind(fd, address.memory().address(), address.length()) < 0) {
        throw refused("cannot bind the " + title, calls.errno());
      }
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  private DeviceException refused(String problem, int errno) {
    String text = problem + ": " + calls.errorText(errno);
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new DeviceException(
              Reason.NO_PERMISSION,
              text + "; set Device to a path in a directory where this user may write",
              null);
      case Errno.ENOENT ->
          new DeviceException(
              Reason.NOT_FOUND, text + "; make the directory, or set another Device", null);
      case Errno.EADDRINUSE ->
          new DeviceException(
              Reason.IN_USE, text + "; if no program uses it any more, remove the file", null);
      default -> new DeviceException(Reason.FAILED, text, null);
    };
  }
}
