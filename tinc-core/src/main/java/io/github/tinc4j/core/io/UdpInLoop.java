package io.github.tinc4j.core.io;

import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * The thread of one UDP socket: takes what is there, hands it to its lane, and never waits for a
 * batch to fill.
 */
public final class UdpInLoop implements Runnable, AutoCloseable {

  private static final int BATCH = 32;

  private static final long ERROR_PAUSE_MS = 50;
  private static final int LONGEST_PAUSES = 20;

  private final DatagramChannel channel;
  private final int socket;
  private final PacketLane lane;
  private final Consumer<Throwable> failed;
  private final Selector selector;
  private final PacketBatch batch = new PacketBatch(BATCH);
  private final InetSocketAddress[] sources = new InetSocketAddress[BATCH];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PacketBatch.MAX_PACKET);
  private final SelectionKey key;
  private int errors;
  private volatile boolean ending;

  /**
   * Prepares the loop.
   *
   * @param channel a bound channel in non-blocking mode
   * @param socket its socket index
   */
  public UdpInLoop(DatagramChannel channel, int socket, PacketLane lane, Consumer<Throwable> failed)
      throws IOException {
    this.channel = channel;
    this.socket = socket;
    this.lane = lane;
    this.failed = failed;
    this.selector = Selector.open();
    try {
      this.key = channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Ends the loop, from any thread. */
  public void end() {
    ending = true;
    selector.wakeup();
  }

  /** Frees what a loop holds that was never run; {@link #run} does so itself at its end. */
  @Override
  public void close() {
    ListenSockets.closeQuietly(selector);
  }

  @Override
  public void run() {
    try {
      while (!ending) {
        boolean mayBeMore = receive();
        if (batch.count() > 0) {
          lane.fromUdp(batch, sources, socket, System.nanoTime());
        }
        if (!mayBeMore) {
          selector.select(ready -> {});
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failed.accept(e);
    } finally {
      close();
    }
  }

  /** Fills the batch with what is there; whether there may be more. */
  private boolean receive() throws IOException {
    batch.clear();
    // Counted by tries, so that a flood of empty datagrams holds up neither packets nor the end.
    for (int tried = 0; tried < BATCH; tried++) {
      // A datagram longer than the buffer is cut, and then fails its MAC as it does in tincd.
      buffer.clear();
      InetSocketAddress source;
      try {
        source = (InetSocketAddress) channel.receive(buffer);
        errors = 0;
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        rest(e);
        return true;
      }
      if (source == null) {
        return false;
      }
      int length = buffer.position();
      if (length > 0) {
        buffer.get(0, batch.array(), batch.nextStart(), length);
        sources[batch.count()] = source;
        batch.add(length);
      }
    }
    return true;
  }

  /** What the network or a lack of memory did to one datagram, the next may not suffer. */
  private void rest(IOException e) throws IOException {
    if (errors++ == 0) {
      System.getLogger("io.github.tinc4j")
          .log(System.Logger.Level.WARNING, "receiving a datagram: {0}", e.getMessage());
      return;
    }
    key.interestOps(0);
    selector.select(ready -> {}, ERROR_PAUSE_MS * Math.min(errors, LONGEST_PAUSES));
    key.interestOps(SelectionKey.OP_READ);
  }
}
