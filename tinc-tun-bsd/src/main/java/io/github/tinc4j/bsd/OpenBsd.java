package io.github.tinc4j.bsd;

import static io.github.tinc4j.bsd.IoctlRequest.INT;
import static io.github.tinc4j.bsd.IoctlRequest.iow;

/**
 * OpenBSD: tun(4), where the address family always comes before the packet, and tap(4). Interfaces
 * have the names of their device files and keep them.
 */
final class OpenBsd {

  // sys/socket.h
  static final int AF_INET6 = 24;

  // net/if_tun.h
  static final long TUNSIFMODE = iow('t', 93, INT);

  static final BsdSystem SYSTEM =
      new BsdSystem(
          "OpenBSD",
          AF_INET6,
          Framing.FAMILY_AND_IP,
          TUNSIFMODE,
          /* setHead= */ 0,
          /* tunName= */ 0,
          /* tapName= */ 0,
          /* ifreqSize= */ 0,
          "make the device file (in /dev: sh MAKEDEV tun0, tap0)");

  private OpenBsd() {}
}
