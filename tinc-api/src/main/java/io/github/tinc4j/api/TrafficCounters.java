package io.github.tinc4j.api;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a node has moved since it started; an immutable snapshot, exact per figure but not across
 * figures.
 *
 * @param fromDevice frames read from the device
 * @param toDevice frames written to the device
 * @param udpReceived datagrams of known nodes, intact, probes among them
 * @param udpSent datagrams sent, probes among them
 * @param tcpReceived frames that came through meta connections
 * @param tcpSent frames sent through meta connections
 * @param drops packets dropped, by reason; a reason that never occurred is absent
 */
public record TrafficCounters(
    Flow fromDevice,
    Flow toDevice,
    Flow udpReceived,
    Flow udpSent,
    Flow tcpReceived,
    Flow tcpSent,
    Map<DropReason, Long> drops) {

  /** Copies the map. */
  public TrafficCounters {
    var copy = new EnumMap<DropReason, Long>(DropReason.class);
    copy.putAll(drops);
    drops = Collections.unmodifiableMap(copy);
  }

  /** How many packets were dropped for {@code reason}. */
  public long dropped(DropReason reason) {
    return drops.getOrDefault(reason, 0L);
  }

  /**
   * Packets and their bytes.
   *
   * @param packets how many
   * @param bytes their lengths added up
   */
  public record Flow(long packets, long bytes) {}
}
