package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;

/** Why a packet is refused, and what its sender hears of it (spec 30, 9.1, 9.2 and 9.5). */
enum IcmpError {
  /** Nobody owns the destination: network unknown; address unreachable. */
  NO_ROUTE(3, 6, 1, 3, DropReason.NO_ROUTE),
  /** Its owner is unreachable: network unreachable; no route. */
  UNREACHABLE(3, 0, 1, 0, DropReason.UNREACHABLE),
  /** Our settings forbid it: network administratively prohibited. */
  PROHIBITED(3, 9, 1, 1, DropReason.PROHIBITED),
  /** Fragmentation needed; packet too big. */
  TOO_BIG(3, 4, 2, 0, DropReason.TOO_BIG),
  /** Time to live exceeded; hop limit exceeded. */
  TIME_EXCEEDED(11, 0, 3, 0, DropReason.TTL_EXPIRED);

  final int ipv4Type;
  final int ipv4Code;
  final int ipv6Type;
  final int ipv6Code;
  final DropReason reason;

  IcmpError(int ipv4Type, int ipv4Code, int ipv6Type, int ipv6Code, DropReason reason) {
    this.ipv4Type = ipv4Type;
    this.ipv4Code = ipv4Code;
    this.ipv6Type = ipv6Type;
    this.ipv6Code = ipv6Code;
    this.reason = reason;
  }
}
