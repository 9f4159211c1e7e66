package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;

/**
 * A tun or tap device file of a BSD. Opening it makes the interface, or attaches to one that is
 * there. Any thread.
 *
 * <p>{@code struct ifreq} ({@code net/if.h}), as far as we use it:
 *
 * <pre>
 * byte  0                         16       {@link BsdSystem#ifreqSize}
 *       | name, ended by a NUL    | (union) |
 * </pre>
 */
final class CharacterDevice implements Driver {

  // fcntl.h, the same on all BSDs
  static final int O_RDWR = 2;

  // net/if.h, the same on all BSDs
  static final int IFF_BROADCAST = 0x2;
  static final int IFF_MULTICAST = 0x8000;

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final SystemCalls calls;
  private final BsdSystem system;
  private final String path;
  private final Framing framing;

  /**
   * Nothing is opened yet.
   *
   * @param path the device file, without a NUL character
   * @param framing what its packets shall look like
   */
  CharacterDevice(SystemCalls calls, BsdSystem system, String path, Framing framing) {
    this.calls = calls;
    this.system = system;
    this.path = path;
    this.framing = framing;
  }

  @Override
  public int open() throws DeviceException {
    OffHeap name = NativeText.of(path);
    try {
      int fd;
      do {
        fd = calls.open(name.address(), O_RDWR | Descriptors.O_NONBLOCK);
      } while (fd < 0 && calls.errno() == Errno.EINTR);
      if (fd < 0) {
        throw OpenFailure.of(calls, "cannot open " + path, system.driverHint());
      }
      return fd;
    } finally {
      Reference.reachabilityFence(name);
    }
  }

  @Override
  public String configure(int fd) throws DeviceException {
    if (framing == Framing.ETHERNET) {
      return interfaceName(fd, system.tapName());
    }
    // Only attempted (spec 40, 10): an interface that is up already keeps its mode.
    if (!setInt(fd, system.setMode(), IFF_BROADCAST | IFF_MULTICAST)) {
      logRefusal("TUNSIFMODE");
    }
    if (system.setHead() != 0) {
      // Also to switch it off: the interface may remember what the program before us wanted.
      boolean head = framing == Framing.FAMILY_AND_IP;
      if (!setInt(fd, system.setHead(), head ? 1 : 0)) {
        throw OpenFailure.of(
            calls,
            "cannot switch the address family of packets "
                + (head ? "on" : "off")
                + " (TUNSIFHEAD) for "
                + path,
            system.driverHint());
      }
    }
    return interfaceName(fd, system.tunName());
  }

  @Override
  public String deviceName(String interfaceName) {
    return path;
  }

  /** Sets an {@code int}; false when it is refused. */
  private boolean setInt(int fd, long request, int value) {
    var argument = new OffHeap(IoctlRequest.INT);
    argument.bytes().putInt(0, value);
    return ioctl(fd, request, argument);
  }

  /** The name that the kernel gives; where it cannot be asked, that of the device file. */
  private String interfaceName(int fd, long request) {
    if (request != 0) {
      var ifreq = new OffHeap(system.ifreqSize());
      if (ioctl(fd, request, ifreq)) {
        return NativeText.in(ifreq, IFNAMSIZ);
      }
      logRefusal("the name of the interface"); // a driver older than the request
    }
    return DeviceChoice.lastPart(path);
  }

  private boolean ioctl(int fd, long request, OffHeap argument) {
    try {
      int answer;
      do {
        answer = calls.ioctl(fd, request, argument.address());
      } while (answer < 0 && calls.errno() == Errno.EINTR);
      return answer >= 0;
    } finally {
      Reference.reachabilityFence(argument);
    }
  }

  private void logRefusal(String what) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "{0} refuses {1}: {2}",
        path,
        what,
        calls.errorText(calls.errno()));
  }
}
