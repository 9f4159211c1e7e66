package io.github.tinc4j.core.data;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.TrafficCounters;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what moves and what is dropped. Any thread may count and read. */
@SuppressWarnings("EnumOrdinal") // tables over all constants of an enum, within one run
public final class Counters {

  private static final DropReason[] REASONS = DropReason.values();
  private static final int WAYS = Way.values().length;

  private final LongAdder[] packets = adders(WAYS);
  private final LongAdder[] bytes = adders(WAYS);
  private final LongAdder[] drops = adders(REASONS.length);

  /** The ways that packets move; see {@link TrafficCounters} for what counts as one. */
  public enum Way {
    /** Frames read from the device. */
    FROM_DEVICE,
    /** Frames written to the device. */
    TO_DEVICE,
    /** Datagrams received intact. */
    UDP_RECEIVED,
    /** Datagrams sent. */
    UDP_SENT,
    /** Frames received through meta connections. */
    TCP_RECEIVED,
    /** Frames sent through meta connections. */
    TCP_SENT
  }

  /** Counts {@code packetCount} packets of {@code byteCount} bytes together. */
  public void moved(Way way, long packetCount, long byteCount) {
    packets[way.ordinal()].add(packetCount);
    bytes[way.ordinal()].add(byteCount);
  }

  /** Counts one packet dropped. */
  public void dropped(DropReason reason) {
    drops[reason.ordinal()].increment();
  }

  /** Counts {@code packetCount} packets dropped. */
  public void dropped(DropReason reason, long packetCount) {
    drops[reason.ordinal()].add(packetCount);
  }

  /** The figures now. */
  public TrafficCounters snapshot() {
    var dropped = new EnumMap<DropReason, Long>(DropReason.class);
    for (DropReason reason : REASONS) {
      long count = drops[reason.ordinal()].sum();
      if (count != 0) {
        dropped.put(reason, count);
      }
    }
    return new TrafficCounters(
        flow(Way.FROM_DEVICE),
        flow(Way.TO_DEVICE),
        flow(Way.UDP_RECEIVED),
        flow(Way.UDP_SENT),
        flow(Way.TCP_RECEIVED),
        flow(Way.TCP_SENT),
        dropped);
  }

  private TrafficCounters.Flow flow(Way way) {
    return new TrafficCounters.Flow(packets[way.ordinal()].sum(), bytes[way.ordinal()].sum());
  }

  private static LongAdder[] adders(int count) {
    var adders = new LongAdder[count];
    Arrays.setAll(adders, i -> new LongAdder());
    return adders;
  }
}
