package io.github.tinc4j.linux;

/**
 * The calls of {@code libvdeplug} that a device makes, as its manual page (libvdeplug(3)) describes
 * them. Addresses are {@code long}, as in {@link SystemCalls}; a connection is an address too. The
 * manual does not say that a connection may be used by two threads at once.
 */
interface VdePlug {

  /**
   * {@code vde_open}: the new connection, or 0 and the reason in {@code errno}.
   *
   * @param url the address of the NUL-ended name of the switch
   * @param description the address of a NUL-ended string for the switch to show
   * @param arguments the address of a {@code struct vde_open_args}
   */
  long open(long url, long description, long arguments);

  /** {@code vde_recv}: the length of the packet, or 1 when it is to be dropped, or -1. */
  long receive(long connection, long buffer, long size);

  /** {@code vde_send}: how many bytes were sent. */
  long send(long connection, long buffer, long size);

  /** {@code vde_datafd}: can be read when a packet is there. */
  int dataFd(long connection);

  /** {@code vde_ctlfd}: ends when the switch ends; -1 when there is none. */
  int controlFd(long connection);

  /** {@code vde_close}; the connection is gone, whatever it answers. */
  int close(long connection);
}
