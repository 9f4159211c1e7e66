package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.Subnet;
import java.time.Duration;

/**
 * Switch mode: the mesh is told of each MAC address that our device sends from, and that it is gone
 * when it was not seen for {@code MACExpire} (spec 30, 10). Owned by the control thread.
 */
public final class MacLearning {

  private final Mesh mesh;
  private final OwnSubnets ownSubnets;
  private final long macExpireNs;

  /** Keeps the learned addresses among {@code ownSubnets}. */
  public MacLearning(Mesh mesh, OwnSubnets ownSubnets, Duration macExpire) {
    this.mesh = mesh;
    this.ownSubnets = ownSubnets;
    this.macExpireNs = macExpire.toNanos();
  }

  /**
   * Our device sent from {@code address}. One that the configuration says is ours stays so.
   *
   * @param address 48 bits
   */
  public void seen(long address) {
    LearnedMacs learned = mesh.learnedMacs();
    boolean owned = mesh.subnets().ownsMac(mesh.self().name(), address);
    if (owned && !learned.contains(address)) {
      return;
    }
    if (!owned) {
      if (!learned.contains(address) && !learned.hasRoom()) {
        return;
      }
      ownSubnets.announce(subnet(address));
    }
    learned.keep(address, mesh.nowNs() + macExpireNs);
  }

  /** Withdraws the addresses that were not seen for long. */
  public void expire() {
    for (long address : mesh.learnedMacs().takeExpired(mesh.nowNs())) {
      ownSubnets.withdraw(subnet(address));
    }
  }

  private static Subnet subnet(long address) {
    return new Subnet.Mac(address, Subnet.DEFAULT_WEIGHT);
  }
}
