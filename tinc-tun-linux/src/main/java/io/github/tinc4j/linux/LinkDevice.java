package io.github.tinc4j.linux;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import io.github.tinc4j.tun.LoanPool;
import io.github.tinc4j.tun.OffHeap;
import io.github.tinc4j.tun.UseGate;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A device without an interface of its own: its packets come and go through a {@link Link}.
 *
 * <p>Threads are as {@link TunDevice} says. Calls that are under way when the device is closed end
 * first; then the link is freed, and {@link #close} returns. An interrupt does not end a blocked
 * read and stays pending. ({@link LinuxTun} does the same for itself: there each packet counts.)
 */
final class LinkDevice implements TunDevice {

  private final Link link;
  private final Identity identity;
  private final UseGate gate;
  private final LoanPool<PacketWriter> writers =
      new LoanPool<>(() -> new SingleWriter(this::offer));

  /** The reading thread's. */
  private final OffHeap packet = new OffHeap(WholePackets.READ_SIZE);

  /** The reading thread's: what went wrong after the packets of the last batch. */
  private @Nullable IOException failure;

  /**
   * What a device is.
   *
   * @param learnsAddress whether router mode has to deliver to the host by its address, which
   *     nobody knows at first
   */
  record Identity(Layer layer, boolean learnsAddress, String interfaceName, String deviceName) {}

  /** A device that owns the link. */
  LinkDevice(Link link, Identity identity) {
    this.link = link;
    this.identity = identity;
    this.gate = new UseGate(link::free);
  }

  @Override
  public Layer layer() {
    return identity.layer();
  }

  @Override
  public byte @Nullable [] hardwareAddress() {
    return identity.learnsAddress() ? new byte[] {(byte) 0xfe, (byte) 0xfd, 0, 0, 0, 0} : null;
  }

  @Override
  public String interfaceName() {
    return identity.interfaceName();
  }

  @Override
  public String deviceName() {
    return identity.deviceName();
  }

  @Override
  public int read(PacketBatch into) throws IOException {
    into.clear();
    if (!gate.enter()) {
      return -1;
    }
    try {
      throwWhatIsLeft();
      while (!gate.isShut()) {
        takeWhatIsThere(into);
        if (into.count() > 0) {
          return into.count();
        }
        throwWhatIsLeft();
        link.await();
      }
      return -1;
    } finally {
      gate.leave();
    }
  }

  /** Reads until the batch is full, nothing is there, or the link failed. */
  private void takeWhatIsThere(PacketBatch into) {
    try {
      while (!into.isFull() && !gate.isShut()) {
        int length = link.receive(packet);
        if (length == Link.NOTHING) {
          return;
        }
        if (length > 0 && length <= PacketBatch.MAX_PACKET) {
          packet.bytes().get(0, into.array(), into.nextStart(), length);
          into.add(length);
        }
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void throwWhatIsLeft() throws IOException {
    IOException e = failure;
    if (e != null) {
      failure = null;
      throw e;
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

  /** Offers a packet to the link, unless the device is about to close. */
  private PacketSink.Outcome offer(OffHeap memory, int length) throws IOException {
    return !gate.isShut() && link.send(memory, length)
        ? PacketSink.Outcome.TAKEN
        : PacketSink.Outcome.REFUSED;
  }

  @Override
  public void close() {
    gate.close(link::wake);
  }

  @Override
  public String toString() {
    return link.toString();
  }
}
