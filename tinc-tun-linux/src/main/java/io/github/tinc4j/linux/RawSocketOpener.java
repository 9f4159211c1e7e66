package io.github.tinc4j.linux;

import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.DeviceException.Reason;
import io.github.tinc4j.spi.DeviceSpec;
import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.tun.OffHeap;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/**
 * Opens {@code DeviceType = raw_socket}: a packet socket (packet(7)) that gets every frame of an
 * Ethernet interface, and sends frames there. Any thread.
 *
 * <p>What the mesh delivers goes out on the wire, not to the host itself. What the host sends there
 * by itself goes into the mesh, as what comes from the wire does ({@code PACKET_OUTGOING}); the
 * kernel does not give a packet socket what that socket has sent. Frames to other stations come
 * while the interface is promiscuous, which is left to the user, as tincd does (spec 40, 10). So is
 * its offload ({@code ethtool -K eth0 gro off tx off}): frames that the card or the kernel has
 * joined are too long for a batch, and are left out.
 *
 * <p>{@code struct sockaddr_ll} ({@code linux/if_packet.h}); the protocol is in network order:
 *
 * <pre>
 * byte  0        2          4               8        10       11        12        20
 *       | family | protocol | index (int)   | hatype | pkttype | halen  | address |
 * </pre>
 */
final class RawSocketOpener {

  /** {@code Interface} when the configuration names none. */
  static final String DEFAULT_INTERFACE = "eth0";

  // bits/socket.h
  static final int AF_PACKET = 17;
  static final int SOCK_RAW = 3;

  // linux/if_ether.h
  static final int ETH_P_ALL = 3;

  // linux/sockios.h
  static final long SIOCGIFINDEX = 0x8933;

  static final int IFREQ_INDEX = 16;

  static final int SOCKADDR_LL_SIZE = 20;
  static final int PROTOCOL = 2;
  static final int INDEX = 4;

  private final LinkCalls calls;

  RawSocketOpener(LinkCalls calls) {
    this.calls = calls;
  }

  /**
   * Opens the socket.
   *
   * @throws DeviceException when that fails, and why
   */
  TunDevice open(DeviceSpec spec) throws DeviceException {
    String name = spec.interfaceName() == null ? DEFAULT_INTERFACE : spec.interfaceName();
    String title = "packet socket on " + name;
    byte[] wanted = TunOpener.interfaceName(name);
    // Of no protocol until it is bound: it would get the frames of every interface.
    int fd =
        calls.socket(AF_PACKET, SOCK_RAW | UnixAddress.SOCK_NONBLOCK | UnixAddress.SOCK_CLOEXEC, 0);
    if (fd < 0) {
      throw refused("cannot open a packet socket", calls.errno());
    }
    boolean opened = false;
    try {
      bind(fd, index(fd, wanted, name), name);
      var link = new DescriptorLink(calls, fd, Wake.open(calls, title), title);
      String device = spec.device() == null ? name : spec.device();
      opened = true;
      return new LinkDevice(
          link, new LinkDevice.Identity(Layer.ETHERNET, /* learnsAddress= */ false, name, device));
    } finally {
      if (!opened) {
        calls.close(fd);
      }
    }
  }

  private int index(int fd, byte[] wanted, String name) throws DeviceException {
    var ifreq = new OffHeap(TunOpener.IFREQ_SIZE);
    try {
      ifreq.bytes().put(0, wanted);
      if (calls.ioctl(fd, SIOCGIFINDEX, ifreq.address()) < 0) {
        throw refused("cannot find the interface " + name, calls.errno());
      }
      return ifreq.bytes().getInt(IFREQ_INDEX);
    } finally {
      Reference.reachabilityFence(ifreq);
    }
  }

  private void bind(int fd, int index, String name) throws DeviceException {
    var address = new OffHeap(SOCKADDR_LL_SIZE);
    try {
      ByteBuffer bytes = address.bytes().putShort(0, (short) AF_PACKET);
      bytes.put(PROTOCOL, (byte) (ETH_P_ALL >> 8)).put(PROTOCOL + 1, (byte) ETH_P_ALL);
      bytes.putInt(INDEX, index);
      if (calls.bind(fd, address.address(), SOCKADDR_LL_SIZE) < 0) {
        // ENETDOWN: it is bound all the same, and works when the interface is up.
        int errno = calls.errno();
        if (errno != Errno.ENETDOWN) {
          throw refused("cannot bind a packet socket to the interface " + name, errno);
        }
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
              Reason.NO_PERMISSION, text + "; this needs root or CAP_NET_RAW", null);
      case Errno.ENODEV, Errno.ENXIO ->
          new DeviceException(
              Reason.NOT_FOUND,
              text + "; set Interface to one that exists (ip link shows them)",
              null);
      default -> new DeviceException(Reason.FAILED, text, null);
    };
  }
}
