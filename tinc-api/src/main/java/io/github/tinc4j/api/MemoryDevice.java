package io.github.tinc4j.api;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A device inside the program: packets go in and out through methods, no privilege is needed.
 *
 * <p>{@link #send(byte[]) send} is what an operating system would route into the interface, {@link
 * #receive(long, TimeUnit) receive} what comes out of it: one packet at a time, or many at once as
 * a node itself moves them, which costs no memory.
 *
 * <pre>{@code
 * var batch = new PacketBatch(64);
 * while (running) {
 *   device.receive(batch, 1, TimeUnit.SECONDS);
 *   for (int slot = 0; slot < batch.count(); slot++) {
 *     handle(batch.array(), batch.offset(slot), batch.length(slot));
 *   }
 * }
 * }</pre>
 *
 * <p>Both directions are bounded queues; what does not fit is refused. A queue keeps memory for as
 * many packets as it has ever held, {@link PacketBatch#MAX_PACKET} bytes each, until the device is
 * closed. All methods may be called from any thread; an interrupt does not end {@link #read}.
 */
public final class MemoryDevice implements TunDevice {

  /** Packets that each direction holds, unless told otherwise. */
  public static final int DEFAULT_QUEUE_LENGTH = 1024;

  private final Layer layer;
  private final String name;
  private final PacketQueue toMesh;
  private final PacketQueue fromMesh;

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
    this.toMesh = new PacketQueue(queueLength);
    this.fromMesh = new PacketQueue(queueLength);
  }

  /**
   * Sends a packet into the mesh.
   *
   * @return false when the device is closed or its queue is full; the packet is lost then
   * @throws IllegalArgumentException when the packet is empty or longer than {@link
   *     PacketBatch#MAX_PACKET}
   */
  public boolean send(byte[] packet) {
    requirePacket(packet.length);
    return toMesh.put(packet);
  }

  /**
   * Sends packets into the mesh, in order. The batch stays as it is.
   *
   * @return how many of them, from the first on; the others found the queue full or the device
   *     closed, and are lost unless sent again
   * @throws IllegalArgumentException when one of them is empty or longer than {@link
   *     PacketBatch#MAX_PACKET}; none is sent then
   */
  public int send(PacketBatch packets) {
    for (int slot = 0; slot < packets.count(); slot++) {
      requirePacket(packets.length(slot));
    }
    return toMesh.put(packets);
  }

  private static void requirePacket(int length) {
    if (!PacketQueue.isPacket(length)) {
      throw new IllegalArgumentException("packet of " + length + " bytes");
    }
  }

  /**
   * Takes the next packet that came out of the mesh. Those that came before the device was closed
   * can still be taken.
   *
   * @param timeout the longest wait, in {@code unit}; 0 only looks
   * @return the packet, or null when none came in time
   * @throws InterruptedException when the calling thread is interrupted
   */
  public byte @Nullable [] receive(long timeout, TimeUnit unit) throws InterruptedException {
    return fromMesh.poll(unit.toNanos(timeout));
  }

  /**
   * Waits until a packet has come out of the mesh, and takes what more is there at once and fits.
   * The batch is cleared first. Packets that came before the device was closed can still be taken.
   *
   * @param timeout the longest wait, in {@code unit}; 0 only looks
   * @return how many packets, 0 when none came in time
   * @throws InterruptedException when the calling thread is interrupted
   */
  public int receive(PacketBatch into, long timeout, TimeUnit unit) throws InterruptedException {
    return fromMesh.poll(into, unit.toNanos(timeout));
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
    return toMesh.take(into);
  }

  @Override
  public int write(PacketBatch from) {
    return fromMesh.put(from);
  }

  @Override
  public void close() {
    toMesh.end();
    toMesh.clear();
    fromMesh.end();
  }
}
