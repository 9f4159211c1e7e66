package io.github.tinc4j.bsd;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.tun.LoanPool;
import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.PollSet;
import io.github.tinc4j.tun.UseGate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An open tun, tap or utun interface.
 *
 * <p>Threads are as {@link TunDevice} says. The descriptor does not block: a read that finds
 * nothing waits by {@code poll} on it and on a {@link WakePipe}. Calls that are under way when the
 * device is closed end first; then it is freed, and {@link #close} returns. An interrupt does not
 * end a blocked read and stays pending.
 *
 * <p>While the interface is down or has no address there is nothing to read ({@code EHOSTDOWN}),
 * and written packets are not taken. Neither fails.
 */
final class BsdTun implements TunDevice {

  /** The device's place in the poll set; the other is the pipe's. */
  private static final int DEVICE = 1;

  /**
   * How long to leave an interface alone that has packets and is not ready to give them. There is
   * no event for that it has become so.
   */
  static final int NOT_READY_PAUSE_MS = 200;

  private final SystemCalls calls;
  private final int fd;
  private final WakePipe wake;
  private final PacketFormat format;
  private final String interfaceName;
  private final String deviceName;
  private final byte @Nullable [] hardwareAddress;
  private final UseGate gate = new UseGate(this::free);

  /** The reading thread's. */
  private final OffHeap incoming;

  private final PollSet polled;

  /** The pipe alone, to wait for {@link #close} only. */
  private final PollSet pausing;

  /**
   * The reading thread's: whether the last wait ended because the device has something to read, and
   * nothing was read since.
   */
  private boolean readable;

  /** The reading thread's: whether the last read found the interface not ready. */
  private boolean notReady;

  /** The writing threads'. */
  private final LoanPool<OffHeap> outgoing;

  /**
   * A device that owns the descriptor and the pipe.
   *
   * @param fd the interface, not blocking
   * @param hardwareAddress of a tap interface; null for others
   */
  BsdTun(
      SystemCalls calls,
      int fd,
      WakePipe wake,
      PacketFormat format,
      String interfaceName,
      String deviceName,
      byte @Nullable [] hardwareAddress) {
    this.calls = calls;
    this.fd = fd;
    this.wake = wake;
    this.format = format;
    this.interfaceName = interfaceName;
    this.deviceName = deviceName;
    this.hardwareAddress = hardwareAddress;
    incoming = format.memoryToRead();
    outgoing = new LoanPool<>(format::memoryToWrite);
    polled = new PollSet(calls, "interface " + interfaceName, wake.fd(), fd);
    pausing = new PollSet(calls, "interface " + interfaceName, wake.fd());
  }

  @Override
  public Layer layer() {
    return format.layer();
  }

  @Override
  public byte @Nullable [] hardwareAddress() {
    return hardwareAddress == null ? null : hardwareAddress.clone();
  }

  @Override
  public String interfaceName() {
    return interfaceName;
  }

  @Override
  public String deviceName() {
    return deviceName;
  }

  @Override
  public int read(PacketBatch into) throws IOException {
    into.clear();
    if (!gate.enter()) {
      return -1;
    }
    try {
      while (!gate.isShut()) {
        takeWhatIsThere(into);
        if (into.count() > 0) {
          return into.count();
        }
        awaitPacket();
      }
      return -1;
    } finally {
      gate.leave();
    }
  }

  /** Reads until the batch is full, or nothing is there, or an error: the next call sees it too. */
  private void takeWhatIsThere(PacketBatch into) throws IOException {
    notReady = false;
    while (!into.isFull() && !gate.isShut()) {
      long length = calls.read(fd, incoming.address(), incoming.size());
      if (length > 0) {
        readable = false;
        format.take(incoming, (int) length, into);
        continue;
      }
      int errno = length == 0 ? 0 : calls.errno();
      if (errno == Errno.EINTR) {
        continue;
      }
      notReady = errno == Errno.EHOSTDOWN;
      if (errno == Errno.EAGAIN || notReady || into.count() > 0) {
        return;
      }
      if (length == 0) {
        throw new IOException("end of file on " + this);
      }
      throw failed("read from", errno);
    }
  }

  /** Waits for a packet or for {@link #close}; may return early. */
  private void awaitPacket() throws IOException {
    boolean pause = notReady && readable;
    readable = false;
    if (pause) {
      boolean unused = pausing.await(NOT_READY_PAUSE_MS);
      return;
    }
    if (!polled.await()) {
      return;
    }
    boolean failed = polled.hasFailed(DEVICE);
    readable = polled.isReady(DEVICE) && !failed;
    if (failed && !gate.isShut()) {
      // POLLERR or the like without a packet: the interface is gone. To read again would spin.
      String seen = Integer.toHexString(polled.events(DEVICE));
      throw new IOException(this + " is gone (poll: 0x" + seen + ")");
    }
  }

  @Override
  public int write(PacketBatch from) throws IOException {
    if (!gate.enter()) {
      return 0;
    }
    OffHeap memory = outgoing.borrow();
    try {
      int taken = 0;
      for (int slot = 0; slot < from.count() && !gate.isShut(); slot++) {
        int size = format.put(from, slot, memory);
        if (size > 0 && offer(memory, size)) {
          taken++;
        }
      }
      return taken;
    } finally {
      outgoing.giveBack(memory);
      gate.leave();
    }
  }

  /** Offers a packet to the kernel; false when it does not take it, or only a part. */
  private boolean offer(OffHeap memory, int size) throws IOException {
    while (true) {
      long written = calls.write(fd, memory.address(), size);
      if (written >= 0) {
        return written == size;
      }
      int errno = calls.errno();
      if (isRefusal(errno)) {
        return false;
      }
      if (errno != Errno.EINTR) {
        throw failed("write to", errno);
      }
    }
  }

  /** Whether the kernel refused that packet only: the next may go. */
  private static boolean isRefusal(int errno) {
    return switch (errno) {
      case Errno.EINVAL, Errno.EMSGSIZE, Errno.EAFNOSUPPORT -> true; // for what the packet is
      case Errno.EIO, Errno.EHOSTDOWN, Errno.ENETDOWN -> true; // the interface is down
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> true; // no room at present
      default -> false;
    };
  }

  @Override
  public void close() {
    gate.close(wake::wake);
  }

  /** Nobody uses the descriptors any more. They are gone whatever {@code close(2)} answers. */
  private void free() {
    calls.close(fd);
    wake.close();
  }

  private IOException failed(String doing, int errno) {
    String text = calls.errorText(errno);
    return errno == Errno.ENXIO
        ? new IOException(this + " is gone: " + text)
        : new IOException("cannot " + doing + " " + this + ": " + text);
  }

  @Override
  public String toString() {
    return "interface " + interfaceName;
  }
}
