package io.github.tinc4j.core.io;

import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.UdpTransport;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The thread of one UDP socket: receives what peers send, and hands it to its lane. */
public final class UdpInLoop implements Runnable {

  private static final int BATCH = 64;
  private static final long ERROR_PAUSE_MS = 50;
  private static final int LONGEST_PAUSES = 20;

  private final UdpTransport transport;
  private final int socket;
  private final PacketLane lane;
  private final Consumer<Throwable> failed;
  private final DatagramBatch batch = new DatagramBatch(BATCH);
  private final CountDownLatch ending = new CountDownLatch(1);
  private int errors;

  /**
   * Prepares the loop; closing the transport ends it.
   *
   * @param socket index of the transport
   */
  public UdpInLoop(
      UdpTransport transport, int socket, PacketLane lane, Consumer<Throwable> failed) {
    this.transport = transport;
    this.socket = socket;
    this.lane = lane;
    this.failed = failed;
  }

  /** Ends the loop even while it waits after an error; the transport is to be closed as well. */
  public void end() {
    ending.countDown();
  }

  @Override
  public void run() {
    try {
      while (ending.getCount() > 0 && step()) {}
    } catch (InterruptedException | RuntimeException | Error e) {
      failed.accept(e);
    }
  }

  /** Moves one batch; false at the end. A method, to be compiled: see {@link TunInLoop}. */
  private boolean step() throws InterruptedException {
    try {
      if (transport.receive(batch) < 0) {
        return false;
      }
    } catch (IOException e) {
      rest(e);
      return true;
    }
    errors = 0;
    lane.fromUdp(batch, socket, System.nanoTime());
    return true;
  }

  /** What the network or a lack of memory did to one datagram, the next may not suffer. */
  private void rest(IOException e) throws InterruptedException {
    if (errors++ == 0) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "receiving a datagram: {0}", e.getMessage());
      return;
    }
    long pauseMs = ERROR_PAUSE_MS * Math.min(errors, LONGEST_PAUSES);
    boolean unused = ending.await(pauseMs, TimeUnit.MILLISECONDS);
  }
}
