package io.github.tinc4j.bsd;

import static io.github.tinc4j.bsd.IoctlRequest.INT;
import static io.github.tinc4j.bsd.IoctlRequest.ior;
import static io.github.tinc4j.bsd.IoctlRequest.iow;

/** FreeBSD: tun(4) and tap(4). */
final class FreeBsd {

  // sys/socket.h
  static final int AF_INET6 = 28;

  // net/if.h: sizeof(struct ifreq)
  static final int IFREQ_SIZE = 32;

  // net/if_tun.h
  static final long TUNSIFMODE = iow('t', 94, INT);
  static final long TUNSIFHEAD = iow('t', 96, INT);

  // net/if_tun.h, from FreeBSD 13 on: tun and tap are one driver
  static final long TUNGIFNAME = ior('t', 93, IFREQ_SIZE);

  // net/if_tap.h
  static final long TAPGIFNAME = ior('t', 93, IFREQ_SIZE);

  static final BsdSystem SYSTEM =
      new BsdSystem(
          "FreeBSD",
          AF_INET6,
          Framing.FAMILY_AND_IP,
          TUNSIFMODE,
          TUNSIFHEAD,
          TUNGIFNAME,
          TAPGIFNAME,
          IFREQ_SIZE,
          "load the driver (kldload if_tuntap)");

  private FreeBsd() {}
}
