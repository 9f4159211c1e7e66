package io.github.tinc4j.core.io;

import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.spi.PacketBatch;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
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

  private final DatagramChannel channel;
  private final int socket;
  private final PacketLane lane;
  private final Consumer<Throwable> failed;
  private final Selector selector;
  private final PacketBatch batch = new PacketBatch(BATCH);
  private final InetSocketAddress[] sources = new InetSocketAddress[BATCH];
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PacketBatch.MAX_PACKET);
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
    channel.register(selector, SelectionKey.OP_READ);
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
        receive();
        if (batch.count() > 0) {
          lane.fromUdp(batch, sources, socket, System.nanoTime());
        }
        if (!batch.isFull()) {
          selector.select(key -> {});
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failed.accept(e);
    } finally {
      close();
    }
  }

  private void receive() throws IOException {
    batch.clear();
    while (!batch.isFull()) {
      // A datagram longer than the buffer is cut, and then fails its MAC as it does in tincd.
      buffer.clear();
      InetSocketAddress source = (InetSocketAddress) channel.receive(buffer);
      if (source == null) {
        return;
      }
      int length = buffer.position();
      if (length > 0) {
        buffer.get(0, batch.array(), batch.nextStart(), length);
        sources[batch.count()] = source;
        batch.add(length);
      }
    }
  }
}
