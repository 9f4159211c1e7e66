package io.github.tinc4j.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Of which kinds the kernel takes several packets at once, for one device: all of TCP, and UDP
 * where the kernel can cut it. A kind that was refused is not tried again. Thread-safe.
 */
public final class Joinable {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  private final String device;
  private final AtomicInteger kinds;

  /**
   * What a device begins with.
   *
   * @param device for the log
   * @param udp whether the kernel can cut UDP
   */
  public Joinable(String device, boolean udp) {
    this.device = device;
    int tcp = FlowKind.TCP4.bit | FlowKind.TCP6.bit;
    kinds = new AtomicInteger(udp ? tcp | FlowKind.UDP4.bit | FlowKind.UDP6.bit : tcp);
  }

  /** Whether packets of that kind may be joined. */
  boolean allows(FlowKind kind) {
    return (kinds.get() & kind.bit) != 0;
  }

  /** The kernel has refused several packets of that kind for what they are; says so once. */
  void refused(FlowKind kind) {
    int before = kinds.getAndUpdate(now -> now & ~kind.bit);
    if ((before & kind.bit) != 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} does not take several packets of {1} at once: they are written one by one",
          device,
          kind);
    }
  }
}
