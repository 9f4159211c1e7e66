package io.github.tinc4j.core.data;

import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.core.route.DeviceAddress;
import io.github.tinc4j.core.route.LocalAddress;
import io.github.tinc4j.core.route.RateLimit;
import io.github.tinc4j.spi.TunDevice;
import org.jspecify.annotations.Nullable;

/** What all packet lanes of a node share. Immutable; each part may be used by any thread. */
public final class DataPlane {

  /** Spec 30, 8: ICMP messages per second, one limit for all kinds. */
  private static final int ANSWERS_PER_SECOND = 3;

  /** As many as are wanted where a node has but one other to know. */
  private static final int MOST_FULL_TRIALS = 1000;

  private final NodeConfig config;
  private final ForwardingCell tables;
  private final PuntQueue punts;
  private final TunDevice device;
  private final DatagramSender udp;
  private final Counters counters;
  private final LocalAddress localAddress;
  private final @Nullable DeviceAddress deviceAddress;
  private final RateLimit answers = new RateLimit(ANSWERS_PER_SECOND);
  private final RateLimit fullTrials = new RateLimit(MOST_FULL_TRIALS);

  /**
   * Brings the parts together.
   *
   * @param config settings of routing, and whether all goes by TCP
   * @param tables where the control thread publishes forwarding tables
   * @param punts what goes back to the control thread
   * @param device where packets of ours go
   * @param udp sends datagrams
   * @param counters counts
   * @param localAddress the host's own addresses, for ICMP time-exceeded
   */
  public DataPlane(
      NodeConfig config,
      ForwardingCell tables,
      PuntQueue punts,
      TunDevice device,
      DatagramSender udp,
      Counters counters,
      LocalAddress localAddress) {
    this.config = config;
    this.tables = tables;
    this.punts = punts;
    this.device = device;
    this.udp = udp;
    this.counters = counters;
    this.localAddress = localAddress;
    byte[] hardware = config.mode() == RoutingMode.ROUTER ? device.hardwareAddress() : null;
    this.deviceAddress = hardware == null ? null : new DeviceAddress(hardware);
  }

  /** Settings of routing, and whether all goes by TCP. */
  NodeConfig config() {
    return config;
  }

  /** Where forwarding tables come from. */
  ForwardingCell tables() {
    return tables;
  }

  /** What goes back to the control thread. */
  PuntQueue punts() {
    return punts;
  }

  /** Where packets of ours go. */
  TunDevice device() {
    return device;
  }

  /** Sends datagrams. */
  DatagramSender udp() {
    return udp;
  }

  /** Counts. */
  Counters counters() {
    return counters;
  }

  /** The host's own addresses. */
  LocalAddress localAddress() {
    return localAddress;
  }

  /** Where router mode delivers to on an Ethernet device; null where frames need no address. */
  @Nullable DeviceAddress deviceAddress() {
    return deviceAddress;
  }

  /** Permits for ICMP messages. */
  RateLimit answers() {
    return answers;
  }

  /** Permits for trying every key on a datagram of unknown source (spec 20, 7.4). */
  RateLimit fullTrials() {
    return fullTrials;
  }
}
