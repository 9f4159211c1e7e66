package io.github.tinc4j.core.data;

/** Sends datagrams. Any number of threads may send at the same time, each with its own batch. */
public interface UdpTransport {

  /**
   * Sends every datagram of the batch, in order, to its {@linkplain Datagrams#address address}:
   * from its {@linkplain Datagrams#socket local socket}, or from the first socket of the address's
   * family where that is unknown or of the other family. Sets the {@linkplain Datagrams#setOutcome
   * outcome} of every slot; one that fails does not stop those after it. Never blocks.
   */
  void send(Datagrams batch);

  /** What became of a datagram. */
  enum Outcome {
    /** The system took it. */
    SENT,
    /** The socket's buffer is full. */
    WOULD_BLOCK,
    /** Longer than the path to its address takes (EMSGSIZE). */
    TOO_LONG,
    /** Refused for another reason, or no socket of the family. */
    REFUSED
  }
}
