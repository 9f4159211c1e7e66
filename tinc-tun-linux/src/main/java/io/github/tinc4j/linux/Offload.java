package io.github.tinc4j.linux;

/** What the kernel and a device hand to each other in one piece. */
enum Offload {
  /** Whole packets, without {@link VnetHeader}s. */
  NONE,

  /** With {@link VnetHeader}s: several packets of a TCP connection, and checksums left open. */
  TCP,

  /** And several datagrams of UDP. */
  TCP_AND_UDP
}
