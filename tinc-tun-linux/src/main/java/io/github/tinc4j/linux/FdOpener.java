package io.github.tinc4j.linux;

import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;

/**
 * Opens {@code DeviceType = fd} (spec 53, 2): takes over a descriptor that another program has
 * opened, each packet of which is an IP packet without a header before it. {@code Device} is its
 * number in this process, or the path of a UNIX stream socket ({@code @} before an abstract name)
 * that passes one together with one byte of data ({@code SCM_RIGHTS}, unix(7)). Any thread.
 *
 * <p>The descriptor is the device's from then on, is made not to block, and is closed with it.
 */
final class FdOpener {

  /** What scripts get as {@code INTERFACE} when the configuration names none. */
  static final String TYPE = "fd";

  // bits/fcntl.h
  static final int F_SETFD = 2;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int FD_CLOEXEC = 1;

  // bits/socket.h, asm-generic/socket.h
  static final int SOL_SOCKET = 1;
  static final int SO_RCVTIMEO = 20;
  static final int SO_SNDTIMEO = 21;
  static final int SCM_RIGHTS = 1;
  static final int MSG_CMSG_CLOEXEC = 0x40000000;

  /** How long the other program may take to accept us, and to pass the descriptor. */
  static final long PATIENCE_S = 10;

  private static final int TIMEVAL_SIZE = 2 * Long.BYTES;

  private final LinkCalls calls;

  FdOpener(LinkCalls calls) {
    this.calls = calls;
  }

  /**
   * Takes over the descriptor. Waits for who passes it, twice {@link #PATIENCE_S} at most.
   *
   * @throws DeviceException when that fails, and why; a descriptor given by number stays open then
   */
  TunDevice open(DeviceSpec spec) throws DeviceException {
    String device = spec.device();
    if (device == null || device.isEmpty()) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "DeviceType fd needs a Device: the number of an open descriptor, or the path of a socket"
              + " that passes one",
          null);
    }
    if (spec.mode() == RoutingMode.SWITCH) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "DeviceType fd carries IP packets, and Mode = switch needs Ethernet frames: use tap",
          null);
    }
    String title = "descriptor of Device = " + device;
    String name = spec.interfaceName() == null ? TYPE : spec.interfaceName();
    var identity = new LinkDevice.Identity(Layer.IP, /* learnsAddress= */ false, name, device);
    if (isNumber(device)) {
      return device(number(device), title, identity);
    }
    int fd = receive(device);
    boolean opened = false;
    try {
      TunDevice made = device(fd, title, identity);
      opened = true;
      return made;
    } finally {
      if (!opened) {
        calls.close(fd);
      }
    }
  }

  private static boolean isNumber(String device) {
    return device.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int number(String device) throws DeviceException {
    try {
      return Integer.parseInt(device);
    } catch (NumberFormatException e) {
      throw new DeviceException(
          Reason.BAD_SETTING, "no descriptor has the number " + device + ": correct Device", e);
    }
  }

  private TunDevice device(int fd, String title, LinkDevice.Identity identity)
      throws DeviceException {
    int flags = calls.fcntl(fd, F_GETFL, 0);
    if (flags < 0
        || calls.fcntl(fd, F_SETFL, flags | TunOpener.O_NONBLOCK) < 0
        || calls.fcntl(fd, F_SETFD, FD_CLOEXEC) < 0) {
      int errno = calls.errno();
      String problem = "cannot use the " + title + ": " + calls.errorText(errno);
      throw errno == Errno.EBADF
          ? new DeviceException(
              Reason.NOT_FOUND,
              problem + "; who starts this program must leave it open for it",
              null)
          : new DeviceException(Reason.FAILED, problem, null);
    }
    return new LinkDevice(new DescriptorLink(calls, fd, Wake.open(calls, title), title), identity);
  }

  /** The descriptor that is passed by the socket of that path. */
  private int receive(String path) throws DeviceException {
    UnixAddress address = UnixAddress.ofPathOrName(path);
    int socket =
        calls.socket(UnixAddress.AF_UNIX, UnixAddress.SOCK_STREAM | UnixAddress.SOCK_CLOEXEC, 0);
    if (socket < 0) {
      throw refused("cannot make a socket for " + path, calls.errno());
    }
    try {
      limitPatience(socket, path);
      if (calls.connect(socket, address.memory().address(), address.length()) < 0) {
        throw refused("cannot connect to " + path, calls.errno());
      }
      return received(socket, path);
    } finally {
      Reference.reachabilityFence(address);
      calls.close(socket);
    }
  }

  /** Of {@code connect} too, which waits as long as a send does. */
  private void limitPatience(int socket, String path) throws DeviceException {
    var timeval = new OffHeap(TIMEVAL_SIZE);
    try {
      timeval.bytes().putLong(0, PATIENCE_S);
      long address = timeval.address();
      if (calls.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, address, TIMEVAL_SIZE) < 0
          || calls.setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, address, TIMEVAL_SIZE) < 0) {
        throw refused("cannot limit the time to wait for " + path, calls.errno());
      }
    } finally {
      Reference.reachabilityFence(timeval);
    }
  }

  private int received(int socket, String path) throws DeviceException {
    var message = new PassedDescriptor();
    long length = message.receive(calls, socket);
    if (length < 0) {
      int errno = calls.errno();
      if (errno == Errno.EAGAIN) {
        throw new DeviceException(
            Reason.FAILED, path + " has passed no descriptor within " + PATIENCE_S + " s", null);
      }
      throw refused("cannot receive a descriptor from " + path, errno);
    }
    int fd = message.descriptor();
    if (fd < 0 || message.isTruncated()) {
      if (fd >= 0) {
        calls.close(fd);
      }
      throw new DeviceException(
          Reason.FAILED, path + " has not passed exactly one descriptor", null);
    }
    return fd;
  }

  private DeviceException refused(String problem, int errno) {
    String text = problem + ": " + calls.errorText(errno);
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new DeviceException(
              Reason.NO_PERMISSION, text + "; see that this user may write to it", null);
      case Errno.ENOENT, Errno.ECONNREFUSED ->
          new DeviceException(
              Reason.NOT_FOUND, text + "; start the program that passes the descriptor", null);
      default -> new DeviceException(Reason.FAILED, text, null);
    };
  }
}
