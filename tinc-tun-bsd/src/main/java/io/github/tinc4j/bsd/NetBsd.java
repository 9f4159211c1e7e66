package io.github.tinc4j.bsd;

import static io.github.tinc4j.bsd.IoctlRequest.INT;
import static io.github.tinc4j.bsd.IoctlRequest.ior;
import static io.github.tinc4j.bsd.IoctlRequest.iow;

/**
 * NetBSD: tun(4), which takes IPv6 only with the address family before it (tunifhead), and tap(4).
 */
final class NetBsd {

  // sys/socket.h
  static final int AF_INET6 = 24;

  // net/if.h: sizeof(struct ifreq), which holds a struct sockaddr_storage (128 bytes)
  static final int IFREQ_SIZE = 144;

  // net/if_tun.h
  static final long TUNSIFMODE = iow('t', 88, INT);
  static final long TUNSIFHEAD = iow('t', 66, INT);

  // net/if_tap.h
  static final long TAPGIFNAME = ior('e', 0, IFREQ_SIZE);

  static final BsdSystem SYSTEM =
      new BsdSystem(
          "NetBSD",
          AF_INET6,
          Framing.BARE_IP,
          TUNSIFMODE,
          TUNSIFHEAD,
          /* tunName= */ 0,
          TAPGIFNAME,
          IFREQ_SIZE,
          "make the interface (ifconfig tun0 create, ifconfig tap0 create) and the device file"
              + " (in /dev: sh MAKEDEV tun0, tap0)");

  private NetBsd() {}
}
