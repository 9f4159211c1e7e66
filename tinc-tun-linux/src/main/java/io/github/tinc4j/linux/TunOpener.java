package io.github.tinc4j.linux;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Opens a TUN or TAP interface: the clone device, then {@code TUNSETIFF}, then offload, then what
 * wakes a blocked read. What goes wrong on the way leaves nothing open and says what would help.
 * Any thread.
 *
 * <p>{@code struct ifreq} ({@code linux/if.h}), as far as we use it:
 *
 * <pre>
 * byte  0                         16            18                40
 *       | name, ended by a NUL    | flags (u16) | (rest of union) |
 *       |                         | family      | MAC (6 bytes)   |
 * </pre>
 */
final class TunOpener {

  /** {@code Device} when the configuration names none. */
  static final String DEFAULT_DEVICE = "/dev/net/tun";

  // asm-generic/fcntl.h
  static final int O_RDWR = 2;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;

  // linux/if_tun.h
  static final long TUNSETIFF = 0x400454caL;
  static final int IFF_TUN = 0x0001;
  static final int IFF_TAP = 0x0002;
  static final int IFF_NO_PI = 0x1000;
  static final int IFF_VNET_HDR = 0x4000;

  // linux/if.h
  static final int IFREQ_SIZE = 40;
  static final int IFREQ_FLAGS = 16;
  static final int IFREQ_MAC = 18;
  static final int IFNAMSIZ = 16;
  static final int MAC_SIZE = 6;

  // linux/sockios.h
  static final long SIOCGIFHWADDR = 0x8927;

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final SystemCalls calls;
  private final Layer layer;

  /** Opens TUN for {@link Layer#IP} and TAP for {@link Layer#ETHERNET}. */
  TunOpener(SystemCalls calls, Layer layer) {
    this.calls = calls;
    this.layer = layer;
  }

  /**
   * Opens an interface.
   *
   * @param device path of the clone device; null for {@link #DEFAULT_DEVICE}
   * @param name the interface to create, or a persistent one to attach to; null lets the kernel
   *     choose
   * @param offload whether to move several packets joined into one, where the kernel can
   * @throws DeviceException when that fails, and why
   */
  LinuxTun open(@Nullable String device, @Nullable String name, boolean offload)
      throws DeviceException {
    String path = device == null ? DEFAULT_DEVICE : device;
    byte[] wanted = interfaceName(name);
    int fd = openDevice(path);
    boolean opened = false;
    try {
      var ifreq = new OffHeap(IFREQ_SIZE);
      Offload granted = offload ? createWithOffload(fd, ifreq, wanted) : Offload.NONE;
      if (granted == Offload.NONE) {
        createPlain(fd, ifreq, path, wanted);
      }
      String given = NativeText.in(ifreq, IFNAMSIZ);
      if (offload && granted == Offload.NONE) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the kernel refuses offload for the interface {0}: packets move one by one",
            given);
      }
      byte[] mac = layer == Layer.ETHERNET ? hardwareAddress(fd, ifreq, given) : null;
      Wake wake = Wake.open(calls, "interface " + given);
      LinuxTun tun = new LinuxTun(calls, fd, wake, mac, given, path, granted);
      opened = true;
      return tun;
    } finally {
      if (!opened) {
        calls.close(fd);
      }
    }
  }

  /** The bytes of a name, at most 15 and without a NUL; which others are legal the kernel knows. */
  static byte[] interfaceName(@Nullable String name) throws DeviceException {
    byte[] bytes = (name == null ? "" : name).getBytes(UTF_8);
    if (bytes.length >= IFNAMSIZ) {
      throw new DeviceException(
          Reason.BAD_SETTING,
          "the interface name "
              + name
              + " has "
              + bytes.length
              + " bytes, Linux allows "
              + (IFNAMSIZ - 1)
              + ": set a shorter Interface",
          null);
    }
    for (byte b : bytes) {
      if (b == 0) {
        throw new DeviceException(
            Reason.BAD_SETTING, "the interface name contains a NUL character", null);
      }
    }
    return bytes;
  }

  private int openDevice(String path) throws DeviceException {
    int fd = openFile(path);
    if (fd >= 0) {
      return fd;
    }
    int errno = calls.errno();
    String problem = "cannot open " + path + ": " + calls.errorText(errno);
    throw switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new DeviceException(
              Reason.NO_PERMISSION,
              problem + "; run as root or with CAP_NET_ADMIN, and see that the file may be opened",
              null);
      case Errno.ENOENT ->
          new DeviceException(
              Reason.NOT_FOUND,
              problem
                  + "; load the driver (modprobe tun), or give the device to the container"
                  + " (--device "
                  + path
                  + ")",
              null);
      case Errno.ENODEV, Errno.ENXIO ->
          new DeviceException(
              Reason.NOT_FOUND,
              problem + "; the kernel has no driver for it: load it (modprobe tun)",
              null);
      case Errno.EBUSY -> new DeviceException(Reason.IN_USE, problem, null);
      case Errno.EINVAL -> new DeviceException(Reason.BAD_SETTING, problem, null);
      default -> new DeviceException(Reason.FAILED, problem, null);
    };
  }

  private int openFile(String path) {
    OffHeap memory = NativeText.of(path);
    try {
      int fd;
      do {
        fd = calls.open(memory.address(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
      } while (fd < 0 && calls.errno() == Errno.EINTR);
      return fd;
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  /**
   * Creates or attaches the interface with offload; NONE when it is not there, whatever the reason.
   */
  private Offload createWithOffload(int fd, OffHeap ifreq, byte[] wanted) {
    int errno = setInterface(fd, ifreq, wanted, kind() | IFF_NO_PI | IFF_VNET_HDR);
    return errno == 0 ? TunOffload.request(calls, fd) : Offload.NONE;
  }

  private int kind() {
    return layer == Layer.ETHERNET ? IFF_TAP : IFF_TUN;
  }

  private void createPlain(int fd, OffHeap ifreq, String path, byte[] wanted)
      throws DeviceException {
    int errno = setInterface(fd, ifreq, wanted, kind() | IFF_NO_PI);
    if (errno != 0) {
      throw notCreated(path, new String(wanted, UTF_8), errno);
    }
    // Of a persistent interface: what the program before us asked for and did not take back.
    TunOffload.renounce(calls, fd);
  }

  /** Creates or attaches the interface; 0, or the error. */
  private int setInterface(int fd, OffHeap ifreq, byte[] wanted, int flags) {
    try {
      ifreq.bytes().put(0, new byte[IFNAMSIZ]).put(0, wanted);
      ifreq.bytes().putShort(IFREQ_FLAGS, (short) flags);
      int answer;
      do {
        answer = calls.ioctl(fd, TUNSETIFF, ifreq.address());
      } while (answer < 0 && calls.errno() == Errno.EINTR);
      return answer < 0 ? calls.errno() : 0;
    } finally {
      Reference.reachabilityFence(ifreq);
    }
  }

  /** The address of the host's end; {@code ifreq} holds the interface's name. */
  private byte[] hardwareAddress(int fd, OffHeap ifreq, String name) throws DeviceException {
    try {
      while (calls.ioctl(fd, SIOCGIFHWADDR, ifreq.address()) < 0) {
        int errno = calls.errno();
        if (errno != Errno.EINTR) {
          throw new DeviceException(
              Reason.FAILED,
              "cannot ask for the address of the interface " + name + ": " + calls.errorText(errno),
              null);
        }
      }
      byte[] mac = new byte[MAC_SIZE];
      ifreq.bytes().get(IFREQ_MAC, mac);
      return mac;
    } finally {
      Reference.reachabilityFence(ifreq);
    }
  }

  private DeviceException notCreated(String path, String wanted, int errno) {
    String type = layer == Layer.ETHERNET ? "tap" : "tun";
    String what =
        wanted.isEmpty() ? "a " + type + " interface" : "the " + type + " interface " + wanted;
    String problem = "cannot create " + what + " by " + path + ": " + calls.errorText(errno);
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES ->
          new DeviceException(
              Reason.NO_PERMISSION,
              problem
                  + "; this needs root or CAP_NET_ADMIN, or an interface that was made for this"
                  + " user (ip tuntap add NAME mode "
                  + type
                  + " user USER)",
              null);
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          new DeviceException(Reason.NOT_FOUND, problem, null);
      case Errno.EBUSY, Errno.EEXIST ->
          new DeviceException(
              Reason.IN_USE,
              problem + "; another program has it open: set another Interface",
              null);
      case Errno.EINVAL ->
          new DeviceException(
              Reason.BAD_SETTING,
              problem
                  + "; the name is not legal, or there is an interface of this name that is not a "
                  + type
                  + " with one queue: set another Interface",
              null);
      case Errno.ENOTTY ->
          new DeviceException(
              Reason.BAD_SETTING,
              problem + "; this is not a tun device: set Device = " + DEFAULT_DEVICE,
              null);
      default -> new DeviceException(Reason.FAILED, problem, null);
    };
  }
}
