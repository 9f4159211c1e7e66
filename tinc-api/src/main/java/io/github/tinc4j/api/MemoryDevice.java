package io.github.tinc4j.api;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device inside the program: packets go in and out through methods, no privilege is needed.
 *
 * <p>{@link #send} is what an operating system would route into the interface, {@link #receive}
 * what comes out of it. Both directions are bounded queues; what does not fit is refused. All
 * methods may be called from any thread; an interrupt does not end {@link #read}.
 */
public final class MemoryDevice implements TunDevice {

  /** Packets that each direction holds, unless told otherwise. */
  public static final int DEFAULT_QUEUE_LENGTH = 1024;

  private static final byte[] CLOSED = new byte[0];

  private final Layer layer;
  private final String name;
  private final BlockingQueue<byte[]> toMesh;
  private final BlockingQueue<byte[]> fromMesh;
  private volatile boolean closed;

  /** A device for IP packets with queues of {@link #DEFAULT_QUEUE_LENGTH} packets. */
  public MemoryDevice(String name) {
    this(name, Layer.IP, DEFAULT_QUEUE_LENGTH);
  }

  /**
   * A device.
   *
   * @param name its name, for scripts and messages
   * @param layer whether packets begin with an IP or an Ethernet header
   * @param queueLength how many packets each direction holds, at least 1
   * @throws IllegalArgumentException when {@code queueLength} is less than 1
   */
  public MemoryDevice(String name, Layer layer, int queueLength) {
    this.name = name;
    this.layer = layer;
    // One place more for the mark that ends a blocked read.
    this.toMesh = new ArrayBlockingQueue<>(queueLength + 1);
    this.fromMesh = new ArrayBlockingQueue<>(queueLength);
  }

  /**
   * Sends a packet into the mesh. The array must not be changed afterwards.
   *
   * @return false when the device is closed or its queue is full; the packet is lost then
   * @throws IllegalArgumentException when the packet is empty or longer than {@link
   *     PacketBatch#MAX_PACKET}
   */
  public boolean send(byte[] packet) {
    if (packet.length == 0 || packet.length > PacketBatch.MAX_PACKET) {
      throw new IllegalArgumentException("packet of " + packet.length + " bytes");
    }
    return !closed && toMesh.remainingCapacity() > 1 && toMesh.offer(packet);
  }

  /**
   * Takes the next packet that came out of the mesh.
   *
   * @param timeout the longest wait, in {@code unit}; 0 only looks
   * @return the packet, or null when none came in time
   * @throws InterruptedException when the calling thread is interrupted
   */
  public byte @Nullable [] receive(long timeout, TimeUnit unit) throws InterruptedException {
    return fromMesh.poll(timeout, unit);
  }

  @Override
  public Layer layer() {
    return layer;
  }

  @Override
  public String interfaceName() {
    return name;
  }

  @Override
  public String deviceName() {
    return "memory";
  }

  @Override
  public int read(PacketBatch into) {
    into.clear();
    byte[] packet = closed ? CLOSED : takeUninterruptibly();
    while (packet != null && packet != CLOSED && !closed) {
      into.add(packet, 0, packet.length);
      packet = into.isFull() ? null : toMesh.poll();
    }
    if (closed) {
      // The mark stays for whoever else reads.
      boolean unused = toMesh.offer(CLOSED);
      into.clear();
      return -1;
    }
    return into.count();
  }

  /** The next packet or the mark; only {@link #close} ends a read, an interrupt stays pending. */
  private byte[] takeUninterruptibly() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return toMesh.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public int write(PacketBatch from) {
    int taken = 0;
    for (int slot = 0; slot < from.count() && !closed; slot++) {
      byte[] packet = new byte[from.length(slot)];
      System.arraycopy(from.array(), from.offset(slot), packet, 0, packet.length);
      if (fromMesh.offer(packet)) {
        taken++;
      }
    }
    return taken;
  }

  @Override
  public void close() {
    closed = true;
    toMesh.clear();
    toMesh.offer(CLOSED);
  }
}
