package io.github.tinc4j.linux;

/**
 * What an interface may leave to us ({@code TUNSETOFFLOAD}, {@code linux/if_tun.h}): checksums, and
 * cutting packets that are longer than the MTU. The other direction needs no asking.
 *
 * <p>A persistent interface keeps this after its program has ended, and the next one may not know
 * what to do with such packets: who asks takes it back.
 */
final class TunOffload {

  static final long TUNSETOFFLOAD = 0x400454d0L;

  static final int TUN_F_CSUM = 0x01;
  static final int TUN_F_TSO4 = 0x02;
  static final int TUN_F_TSO6 = 0x04;
  static final int TUN_F_USO4 = 0x20;
  static final int TUN_F_USO6 = 0x40;

  static final int NONE = 0;

  private static final int TCP = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6;

  /** UDP since Linux 6.2. */
  private static final int TCP_AND_UDP = TCP | TUN_F_USO4 | TUN_F_USO6;

  private TunOffload() {}

  /** Asks an interface with {@link VnetHeader}s for as much as the kernel has; what that is. */
  static Offload request(SystemCalls calls, int fd) {
    if (set(calls, fd, TCP_AND_UDP)) {
      return Offload.TCP_AND_UDP;
    }
    // What is refused here the kernel does itself. It takes joined segments of TCP in any case.
    if (!set(calls, fd, TCP) && !set(calls, fd, TUN_F_CSUM)) {
      renounce(calls, fd);
    }
    return Offload.TCP;
  }

  /** Takes it back. A device that refuses even that never granted anything. */
  static void renounce(SystemCalls calls, int fd) {
    boolean unused = set(calls, fd, NONE);
  }

  private static boolean set(SystemCalls calls, int fd, int features) {
    int answer;
    do {
      answer = calls.ioctl(fd, TUNSETOFFLOAD, features);
    } while (answer < 0 && calls.errno() == Errno.EINTR);
    return answer >= 0;
  }
}
