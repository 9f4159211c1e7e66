package io.github.tinc4j.spi;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A bound UDP socket that moves datagrams in batches.
 *
 * <p>One thread receives. Any number of threads may send at the same time, each with a batch of its
 * own. {@link #close} may come from any thread, once or more often, and makes a blocked {@link
 * #receive} return -1. The test kit has this contract as tests: {@code UdpTransportContractTest}.
 */
public interface UdpTransport extends AutoCloseable {

  /** The address and port that the socket is bound to. */
  InetSocketAddress localAddress();

  /** Whether it takes IPv4, as {@link BindSpec#takesIpv4} says of where it was to be bound. */
  boolean takesIpv4();

  /**
   * Blocks until at least one datagram is there, and takes what more is there at once and fits. The
   * batch is cleared first. Empty datagrams are left out; those longer than {@link
   * PacketBatch#MAX_PACKET} are cut to that length, so that the node counts them as too long. IPv4
   * sources are IPv4 addresses, also where the socket takes both versions.
   *
   * @return how many datagrams, at least 1; or -1 once closed
   * @throws IOException when the network or a lack of memory failed this call; the node may call
   *     again
   */
  int receive(DatagramBatch into) throws IOException;

  /**
   * Sends the datagrams of the slots from {@code from} on, before {@code to}, in order, each to its
   * {@linkplain DatagramBatch#address address}, and sets their {@linkplain DatagramBatch#setOutcome
   * outcomes}. One that fails does not stop those after it. Never blocks; once closed, all are
   * refused.
   *
   * @throws IndexOutOfBoundsException when the batch has no such slots
   */
  void send(DatagramBatch batch, int from, int to);

  /** Ends the transport and frees the socket. */
  @Override
  void close();

  /** What became of a datagram that was to be sent. */
  enum Outcome {
    /** The system took it. */
    SENT,
    /** The socket's buffer is full. */
    WOULD_BLOCK,
    /** Longer than the path to its address takes (EMSGSIZE). */
    TOO_LONG,
    /** Refused for another reason. */
    REFUSED
  }
}
