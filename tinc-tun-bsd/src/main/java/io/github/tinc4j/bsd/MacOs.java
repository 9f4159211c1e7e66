package io.github.tinc4j.bsd;

/** macOS: utun only, see {@link UtunControl}. */
final class MacOs {

  /** What the JDK calls it. */
  static final String NAME = "Mac OS X";

  // sys/socket.h
  static final int AF_INET6 = 30;

  static final BsdSystem SYSTEM =
      new BsdSystem(
          NAME,
          AF_INET6,
          Framing.FAMILY_AND_IP,
          /* setMode= */ 0,
          /* setHead= */ 0,
          /* tunName= */ 0,
          /* tapName= */ 0,
          /* ifreqSize= */ 0,
          "utun is part of macOS from 10.6.8 on");

  private MacOs() {}
}
