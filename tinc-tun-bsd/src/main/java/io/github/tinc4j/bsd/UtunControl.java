package io.github.tinc4j.bsd;

import static io.github.tinc4j.bsd.IoctlRequest.iowr;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.tun.NativeText;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/**
 * utun of macOS: a control socket of the kernel, which makes an interface when it is connected, and
 * takes it away when it is closed (spec 40, 10). Any thread.
 *
 * <p>{@code struct ctl_info} and {@code struct sockaddr_ctl} ({@code sys/kern_control.h}):
 *
 * <pre>
 * byte  0               4                       100
 *       | id (u32)      | name, ended by a NUL  |
 *
 * byte  0      1        2                 4          8            12             32
 *       | size | family | sysaddr (u16)   | id (u32) | unit (u32) | 0 (reserved) |
 * </pre>
 */
final class UtunControl implements Driver {

  // sys/socket.h
  static final int AF_SYSTEM = 32;
  static final int SOCK_DGRAM = 2;

  // sys/sys_domain.h
  static final int SYSPROTO_CONTROL = 2;
  static final int AF_SYS_CONTROL = 2;

  // sys/kern_control.h
  static final int CTL_INFO_SIZE = 100;
  static final int CTL_INFO_NAME = 4;
  static final long CTLIOCGINFO = iowr('N', 3, CTL_INFO_SIZE);
  static final int SOCKADDR_CTL_SIZE = 32;
  static final int SOCKADDR_CTL_FAMILY = 1;
  static final int SOCKADDR_CTL_SYSADDR = 2;
  static final int SOCKADDR_CTL_ID = 4;
  static final int SOCKADDR_CTL_UNIT = 8;

  // net/if_utun.h
  static final String UTUN_CONTROL_NAME = "com.apple.net.utun_control";
  static final int UTUN_OPT_IFNAME = 2;

  /** Digits of the highest number that we take, fewer than those of the highest {@code int}. */
  private static final int MOST_DIGITS = 9;

  private final SystemCalls calls;
  private final @Nullable String device;

  /**
   * Nothing is opened yet.
   *
   * @param device {@code Device}; null for any interface that is free
   */
  UtunControl(SystemCalls calls, @Nullable String device) {
    this.calls = calls;
    this.device = device;
  }

  @Override
  public int open() throws DeviceException {
    unit(); // a bad name opens nothing
    int fd = calls.socket(AF_SYSTEM, SOCK_DGRAM, SYSPROTO_CONTROL);
    if (fd < 0) {
      throw failure("open a control socket for");
    }
    return fd;
  }

  @Override
  public String configure(int fd) throws DeviceException {
    connect(fd, controlId(fd), unit());
    return interfaceName(fd);
  }

  @Override
  public String deviceName(String interfaceName) {
    return device == null ? interfaceName : device;
  }

  /** The number in the name of the device and 1; 0, for any, where there is none. */
  private int unit() throws DeviceException {
    if (device == null) {
      return 0;
    }
    int start = device.length();
    while (start > 0 && device.charAt(start - 1) >= '0' && device.charAt(start - 1) <= '9') {
      start--;
    }
    int digits = device.length() - start;
    if (digits > MOST_DIGITS) {
      throw new DeviceException(
          Reason.BAD_SETTING, "the number of the device " + device + " is too high", null);
    }
    return digits == 0 ? 0 : Integer.parseInt(device, start, device.length(), 10) + 1;
  }

  private int controlId(int fd) throws DeviceException {
    var info = new OffHeap(CTL_INFO_SIZE);
    info.bytes().put(CTL_INFO_NAME, UTUN_CONTROL_NAME.getBytes(US_ASCII));
    try {
      int answer;
      do {
        answer = calls.ioctl(fd, CTLIOCGINFO, info.address());
      } while (answer < 0 && calls.errno() == Errno.EINTR);
      if (answer < 0) {
        throw failure("find the driver of");
      }
      return info.bytes().getInt(0);
    } finally {
      Reference.reachabilityFence(info);
    }
  }

  private void connect(int fd, int id, int unit) throws DeviceException {
    var address = new OffHeap(SOCKADDR_CTL_SIZE);
    address.bytes().put(0, (byte) SOCKADDR_CTL_SIZE);
    address.bytes().put(SOCKADDR_CTL_FAMILY, (byte) AF_SYSTEM);
    address.bytes().putShort(SOCKADDR_CTL_SYSADDR, (short) AF_SYS_CONTROL);
    address.bytes().putInt(SOCKADDR_CTL_ID, id);
    address.bytes().putInt(SOCKADDR_CTL_UNIT, unit);
    try {
      if (calls.connect(fd, address.address(), SOCKADDR_CTL_SIZE) < 0) {
        throw failure("create");
      }
    } finally {
      Reference.reachabilityFence(address);
    }
  }

  private String interfaceName(int fd) throws DeviceException {
    var name = new OffHeap(IFNAMSIZ);
    var size = new OffHeap(Integer.BYTES);
    size.bytes().putInt(0, IFNAMSIZ);
    try {
      if (calls.getsockopt(fd, SYSPROTO_CONTROL, UTUN_OPT_IFNAME, name.address(), size.address())
          < 0) {
        throw failure("ask for the name of");
      }
      return NativeText.in(name, IFNAMSIZ);
    } finally {
      Reference.reachabilityFence(name);
      Reference.reachabilityFence(size);
    }
  }

  private DeviceException failure(String doing) {
    String what = device == null ? "a utun interface" : "the interface " + device;
    return OpenFailure.of(calls, "cannot " + doing + " " + what, MacOs.SYSTEM.driverHint());
  }
}
