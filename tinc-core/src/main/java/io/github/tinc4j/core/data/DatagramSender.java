package io.github.tinc4j.core.data;

import java.util.List;

/** Sends datagrams. Any number of threads may send at the same time, each with its own batch. */
@FunctionalInterface
public interface DatagramSender {

  /**
   * Sends every datagram of the batch, in order, to its {@linkplain Datagrams#address address}, and
   * sets the outcome of every slot; one that fails does not stop those after it. Never blocks.
   */
  void send(Datagrams datagrams);

  /** The ways to the local network; none by default. Immutable. */
  default List<LocalWay> localWays() {
    return List.of();
  }
}
