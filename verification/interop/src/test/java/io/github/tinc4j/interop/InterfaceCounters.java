package io.github.tinc4j.interop;

import java.util.List;

/**
 * The kernel's counters of one interface. A packet that is to be cut, or was joined, counts as one.
 *
 * @param rxPackets what came out of the interface; of a tun, what the node wrote
 * @param rxBytes their lengths added up
 * @param txPackets what went into the interface; of a tun, what the node read
 * @param txBytes their lengths added up
 */
record InterfaceCounters(long rxPackets, long rxBytes, long txPackets, long txBytes) {

  /** The four numbers in this order, one a line. */
  static InterfaceCounters parse(String text) {
    List<Long> numbers = text.lines().map(line -> Long.valueOf(line.trim())).toList();
    return new InterfaceCounters(numbers.get(0), numbers.get(1), numbers.get(2), numbers.get(3));
  }

  InterfaceCounters since(InterfaceCounters earlier) {
    return new InterfaceCounters(
        rxPackets - earlier.rxPackets,
        rxBytes - earlier.rxBytes,
        txPackets - earlier.txPackets,
        txBytes - earlier.txBytes);
  }

  /** Mean length of the packets that came out, in bytes. */
  long meanIn() {
    return rxBytes / Math.max(1, rxPackets);
  }

  /** Mean length of the packets that went in, in bytes. */
  long meanOut() {
    return txBytes / Math.max(1, txPackets);
  }
}
