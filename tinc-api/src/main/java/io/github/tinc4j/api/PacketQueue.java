package io.github.tinc4j.api;

import io.github.tinc4j.spi.PacketBatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of packets between threads: one direction of a {@link MemoryDevice}.
 *
 * <p>Packets are copied in and out. The buffers between are made when the queue is first that long,
 * and used again ever after, the last used first: moving a packet costs no memory, and the queue
 * holds {@link PacketBatch#MAX_PACKET} bytes for each packet of its greatest length so far.
 *
 * <p>Any thread may call any method. Each takes the lock once, however many packets it moves, and
 * wakes a thread only if one waits.
 */
final class PacketQueue {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final ArrayDeque<Buffer> packets = new ArrayDeque<>();
  private final ArrayDeque<Buffer> spare = new ArrayDeque<>();
  private final int capacity;
  private boolean ended;

  /**
   * An empty queue.
   *
   * @param capacity how many packets it can hold, at least 1
   * @throws IllegalArgumentException when {@code capacity} is less than 1
   */
  PacketQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a queue of " + capacity + " packets");
    }
    this.capacity = capacity;
  }

  /** Whether so many bytes can be a packet. */
  static boolean isPacket(int length) {
    return length > 0 && length <= PacketBatch.MAX_PACKET;
  }

  /** Adds a packet; false when it is none, or the queue is full or has ended. */
  boolean put(byte[] packet) {
    lock.lock();
    try {
      boolean taken = add(packet, 0, packet.length);
      wakeOne();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds packets in order, as far as they fit; what is no packet is left out.
   *
   * @return how many; 0 when the queue has ended
   */
  int put(PacketBatch from) {
    lock.lock();
    try {
      int taken = 0;
      for (int slot = 0; slot < from.count(); slot++) {
        if (add(from.array(), from.offset(slot), from.length(slot))) {
          taken++;
        }
      }
      wakeOne();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Clears the batch, waits until there is a packet, and moves what is there and fits. An interrupt
   * does not end the wait, and stays pending.
   *
   * @return how many packets, at least 1; or -1 once the queue has ended
   */
  int take(PacketBatch into) {
    into.clear();
    lock.lock();
    try {
      while (packets.isEmpty() && !ended) {
        filled.awaitUninterruptibly();
      }
      return ended ? -1 : drain(into);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Clears the batch, waits for a packet, but at most {@code timeoutNs}, and moves what is there
   * and fits. What the queue held at its {@link #end} can still be had.
   *
   * @return how many packets, 0 when none came in time
   * @throws InterruptedException when the calling thread is interrupted
   */
  int poll(PacketBatch into, long timeoutNs) throws InterruptedException {
    into.clear();
    lock.lockInterruptibly();
    try {
      return isFilledWithin(timeoutNs) ? drain(into) : 0;
    } finally {
      lock.unlock();
    }
  }

  /** As above, but one packet in an array of its own; null when none came in time. */
  byte @Nullable [] poll(long timeoutNs) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (!isFilledWithin(timeoutNs)) {
        return null;
      }
      Buffer buffer = packets.remove();
      spare.push(buffer);
      wakeOne();
      return Arrays.copyOf(buffer.bytes, buffer.length);
    } finally {
      lock.unlock();
    }
  }

  /** From now on nothing is put, and every {@link #take} returns -1. */
  void end() {
    lock.lock();
    try {
      ended = true;
      spare.clear();
      filled.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all packets and frees their memory. */
  void clear() {
    lock.lock();
    try {
      packets.clear();
      spare.clear();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFilledWithin(long timeoutNs) throws InterruptedException {
    long left = timeoutNs;
    while (packets.isEmpty() && left > 0) {
      left = filled.awaitNanos(left);
    }
    return !packets.isEmpty();
  }

  private boolean add(byte[] from, int offset, int length) {
    if (ended || packets.size() == capacity || !isPacket(length)) {
      return false;
    }
    Buffer buffer = spare.isEmpty() ? new Buffer() : spare.pop();
    System.arraycopy(from, offset, buffer.bytes, 0, length);
    buffer.length = length;
    packets.add(buffer);
    return true;
  }

  private int drain(PacketBatch into) {
    while (!packets.isEmpty() && !into.isFull()) {
      Buffer buffer = packets.remove();
      into.add(buffer.bytes, 0, buffer.length);
      spare.push(buffer);
    }
    wakeOne();
    return into.count();
  }

  /** Whoever puts wakes one thread, however much it puts; one who leaves some wakes the next. */
  private void wakeOne() {
    if (!packets.isEmpty()) {
      filled.signal();
    }
  }

  private static final class Buffer {
    private final byte[] bytes = new byte[PacketBatch.MAX_PACKET];
    private int length;
  }
}
