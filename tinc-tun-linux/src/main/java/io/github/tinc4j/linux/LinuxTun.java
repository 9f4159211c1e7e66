package io.github.tinc4j.linux;

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
 * A TUN or TAP interface of Linux: bare IP packets, or Ethernet frames, without packet information.
 *
 * <p>Threads are as {@link TunDevice} says. The descriptor does not block: a read that finds
 * nothing waits by {@code poll} on it and on an eventfd, which {@link #close} writes to. Calls that
 * are under way when the device is closed end first; then it is freed, and {@link #close} returns.
 * An interrupt does not end a blocked read and stays pending.
 *
 * <p>With offload the kernel hands over several packets in one piece, and takes them so. Batches
 * hold whole packets all the same: a read that has brought such a piece returns at once, what did
 * not fit comes with the next; a write joins what it can of its own batch, and keeps nothing back.
 *
 * <p>While the interface is down there is nothing to read, and written packets are not taken.
 * Neither fails. When it was deleted, both do.
 */
final class LinuxTun implements TunDevice {

  /** The interface's place in the poll set; the other is the eventfd's. */
  private static final int INTERFACE = 0;

  private final SystemCalls calls;
  private final int fd;
  private final Wake wake;
  private final byte @Nullable [] hardwareAddress;
  private final String interfaceName;
  private final String deviceName;
  private final Offload offload;
  private final UseGate gate = new UseGate(this::free);

  /** The reading thread's. */
  private final Intake intake;

  /**
   * The reading thread's: how many packets came last. Where one came alone, the next mostly does:
   * it goes its way at once, and what may be behind it is looked for afterwards.
   */
  private int lastCount;

  /** The reading thread's. */
  private final PollSet polled;

  /** The writing threads'. */
  private final LoanPool<PacketWriter> writers;

  /**
   * A device that owns both descriptors.
   *
   * @param fd the interface, not blocking
   * @param hardwareAddress that of a TAP interface; null for TUN
   * @param offload how the interface was opened
   */
  LinuxTun(
      SystemCalls calls,
      int fd,
      Wake wake,
      byte @Nullable [] hardwareAddress,
      String interfaceName,
      String deviceName,
      Offload offload) {
    this.calls = calls;
    this.fd = fd;
    this.wake = wake;
    this.hardwareAddress = hardwareAddress;
    this.interfaceName = interfaceName;
    this.deviceName = deviceName;
    this.offload = offload;
    if (offload == Offload.NONE) {
      intake = new WholePackets();
      writers = new LoanPool<>(() -> new SingleWriter(this::offer));
    } else {
      intake = new GsoSplitter(layer());
      var joinable = new Joinable("interface " + interfaceName, offload == Offload.TCP_AND_UDP);
      writers = new LoanPool<>(() -> new GroCoalescer(this::offer, layer(), joinable));
    }
    polled = new PollSet(calls, "interface " + interfaceName, fd, wake.fd());
  }

  @Override
  public Layer layer() {
    return hardwareAddress == null ? Layer.IP : Layer.ETHERNET;
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
      int most = into.capacity();
      while (!gate.isShut()) {
        if (!intake.resume(into)) {
          takeWhatIsThere(into, most);
        }
        if (into.count() > 0) {
          lastCount = into.count();
          return lastCount;
        }
        awaitPacket();
        most = lastCount == 1 ? 1 : into.capacity();
      }
      return -1;
    } finally {
      gate.leave();
    }
  }

  /**
   * Reads until the batch holds {@code most} packets, or nothing is there, or what came is a batch
   * by itself, or an error: the next call sees it too.
   */
  private void takeWhatIsThere(PacketBatch into, int most) throws IOException {
    OffHeap memory = intake.memory();
    while (into.count() < most && !gate.isShut()) {
      long length = calls.read(fd, memory.address(), memory.size());
      if (length > 0) {
        if (intake.take((int) length, into)) {
          return;
        }
        continue;
      }
      int errno = length == 0 ? 0 : calls.errno();
      if (errno == Errno.EINTR) {
        continue;
      }
      if (errno == Errno.EAGAIN || into.count() > 0) {
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
    if (polled.await() && polled.hasFailed(INTERFACE) && !gate.isShut()) {
      // POLLERR without a packet: the interface is no longer registered. To read again would spin.
      String seen = Integer.toHexString(polled.events(INTERFACE));
      throw new IOException(this + " is gone (poll: 0x" + seen + ")");
    }
  }

  @Override
  public int write(PacketBatch from) throws IOException {
    if (!gate.enter()) {
      return 0;
    }
    PacketWriter writer = writers.borrow();
    try {
      return writer.write(from);
    } finally {
      writers.giveBack(writer);
      gate.leave();
    }
  }

  /** Offers a packet to the kernel, unless the device is about to close. */
  private PacketSink.Outcome offer(OffHeap memory, int length) throws IOException {
    if (gate.isShut()) {
      return PacketSink.Outcome.REFUSED;
    }
    while (calls.write(fd, memory.address(), length) < 0) {
      int errno = calls.errno();
      if (errno == Errno.EINVAL) {
        return PacketSink.Outcome.INVALID;
      }
      if (isRefusal(errno)) {
        return PacketSink.Outcome.REFUSED;
      }
      if (errno != Errno.EINTR) {
        throw failed("write to", errno);
      }
    }
    return PacketSink.Outcome.TAKEN;
  }

  /** Whether the kernel refused that packet only: the next may go. */
  private static boolean isRefusal(int errno) {
    return switch (errno) {
      case Errno.EIO -> true; // the interface is down
      case Errno.EAGAIN, Errno.ENOBUFS, Errno.ENOMEM -> true; // no room at present
      default -> false;
    };
  }

  @Override
  public void close() {
    gate.close(() -> wake.signal(toString()));
  }

  /** Nobody uses the descriptors any more. They are gone whatever {@code close(2)} answers. */
  private void free() {
    if (offload != Offload.NONE) {
      TunOffload.renounce(calls, fd);
    }
    calls.close(fd);
    wake.free();
  }

  private IOException failed(String doing, int errno) {
    String text = calls.errorText(errno);
    return errno == Errno.EBADFD
        ? new IOException(this + " is gone: " + text)
        : new IOException("cannot " + doing + " " + this + ": " + text);
  }

  @Override
  public String toString() {
    return "interface " + interfaceName;
  }
}
