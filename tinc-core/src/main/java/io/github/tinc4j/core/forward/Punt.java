package io.github.tinc4j.core.forward;

import io.github.tinc4j.api.NodeName;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Something that packet threads leave to the control thread. */
public sealed interface Punt {

  /** Calls the method of {@code handler} that is for this kind of punt. */
  void dispatch(Handler handler);

  /** Takes punts, on the control thread. */
  interface Handler {
    /** A frame goes through a meta connection. */
    void tcpFrame(TcpFrame punt);

    /** A probe of ours was answered. */
    void probeReply(ProbeReply punt);

    /** A probe cannot be answered without a key. */
    void keyWanted(KeyWanted punt);

    /** A node's datagrams come from another address or to another socket than we knew. */
    void addressSeen(AddressSeen punt);

    /** A datagram was too long for the path. */
    void tooLong(TooLong punt);

    /** Our device sent from a MAC address. */
    void macSeen(MacSeen punt);
  }

  /**
   * A frame to be sent through a meta connection.
   *
   * @param neighbour whose connection it is
   * @param frame the frame, whole
   * @param keyWanted the node without whose key it cannot go by UDP; null when that is not the
   *     reason
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared or shared
  record TcpFrame(NodeName neighbour, byte[] frame, @Nullable NodeName keyWanted) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.tcpFrame(this);
    }
  }

  /**
   * An answer to an MTU probe.
   *
   * @param node who answered
   * @param length the length it confirms, in bytes of frame
   */
  record ProbeReply(NodeName node, int length) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.probeReply(this);
    }
  }

  /**
   * Somebody probes the path to us and waits for answers that we cannot seal.
   *
   * @param node whose key is missing
   */
  record KeyWanted(NodeName node) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.keyWanted(this);
    }
  }

  /**
   * Where an authenticated datagram came from.
   *
   * @param node who sent it
   * @param address its source
   * @param socket index of the local UDP socket that it came in on
   */
  record AddressSeen(NodeName node, InetSocketAddress address, int socket) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.addressSeen(this);
    }
  }

  /**
   * The system refused a datagram as longer than the path takes.
   *
   * @param node whom it was for
   * @param frameLength the length of the frame in it, before compression
   */
  record TooLong(NodeName node, int frameLength) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.tooLong(this);
    }
  }

  /**
   * In switch mode, an address that our device sends from.
   *
   * @param address 48 bits
   */
  record MacSeen(long address) implements Punt {
    @Override
    public void dispatch(Handler handler) {
      handler.macSeen(this);
    }
  }
}
