package io.github.tinc4j.api;

/** Why a packet was dropped; {@link TrafficCounters#drops} counts by these. */
public enum DropReason {
  /** From UDP: shorter than a sequence number and the MAC. */
  DATAGRAM_TOO_SHORT,
  /** From UDP: longer than any datagram a node sends. */
  DATAGRAM_TOO_LONG,
  /** From UDP: the source is no node's address, and no node's key fits. */
  UNKNOWN_SOURCE,
  /** From UDP: we have given the sender no key, or have replaced it. */
  NO_KEY_GIVEN,
  /** From UDP: the MAC is wrong. */
  BAD_MAC,
  /** From UDP: the padding or the length does not fit the cipher. */
  BAD_PADDING,
  /** From UDP: the sequence number was seen before or is too old. */
  REPLAYED,
  /** From UDP: the sequence number is far ahead; believed when it persists. */
  FAR_FUTURE,
  /** The packet did not decompress to a frame of legal size. */
  BAD_COMPRESSION,
  /** The frame is shorter than its headers. */
  FRAME_TOO_SHORT,
  /** The frame is longer than 1518 bytes. */
  FRAME_TOO_LONG,
  /** The frame is neither IPv4 nor IPv6. */
  UNKNOWN_TYPE,
  /** No node owns the destination. */
  NO_ROUTE,
  /** The owner of the destination is unreachable. */
  UNREACHABLE,
  /** The destination belongs to the node the packet came from. */
  LOOP,
  /** {@code Forwarding = off} or {@code DirectOnly = yes} forbids passing it on. */
  PROHIBITED,
  /** {@code DecrementTTL}: the hop limit ran out. */
  TTL_EXPIRED,
  /** Larger than the path allows, and not to be fragmented. */
  TOO_BIG,
  /** Larger than the path allows, and not to be fragmented by the rules of IPv4. */
  NOT_FRAGMENTABLE,
  /** Too much waits to be sent on the meta connection already. */
  META_CONGESTED,
  /** The control thread has too many packets of the packet threads waiting. */
  CONTROL_CONGESTED,
  /** The UDP socket would not take it now. */
  UDP_CONGESTED,
  /** The UDP socket refused it. */
  UDP_REFUSED,
  /** The device refused it. */
  DEVICE_REFUSED,
  /** An answer (ICMP, probe) was due but its rate is limited. */
  ANSWER_LIMITED
}
