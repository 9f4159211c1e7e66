package io.github.tinc4j.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A virtual network interface as seen from the node: {@link #read} takes what the host sends into
 * the mesh, {@link #write} gives the host what the mesh delivered.
 *
 * <p>One thread reads. Any number of threads may write at the same time, each with a batch of its
 * own. {@link #close} may come from any thread, once or more often, and makes a blocked {@link
 * #read} return -1. The test kit has this contract as tests: {@code DeviceContractTest}.
 */
public interface TunDevice extends AutoCloseable {

  /** Whether packets begin with an IP header (tun) or an Ethernet header (tap). */
  Layer layer();

  /**
   * The address of the host's end of the link, when frames of {@link Layer#ETHERNET} have to be
   * sent to it by name: in router mode, where nodes know nothing of MAC addresses, the node writes
   * it into each frame it delivers (spec 30, 9.3). A tap device has that of its interface; a device
   * that cannot ask for it gives {@code fe:fd:00:00:00:00}, and the node learns the real one.
   *
   * @return 6 bytes, a fresh array; null for a device whose frames are delivered as they came
   */
  default byte @Nullable [] hardwareAddress() {
    return null;
  }

  /** The network interface, as scripts get it in {@code INTERFACE}. */
  String interfaceName();

  /** The device file or address, as scripts get it in {@code DEVICE}. */
  String deviceName();

  /**
   * Blocks until at least one packet is there, and takes what more is there at once and fits. The
   * batch is cleared first. A packet longer than {@link PacketBatch#MAX_PACKET} is left out.
   *
   * @return how many packets, at least 1; or -1 once closed
   * @throws IOException when the device failed; the node may call again
   */
  int read(PacketBatch into) throws IOException;

  /**
   * Writes the packets, in order. One that the host does not take is left out. The batch stays as
   * it is.
   *
   * @return how many were taken; 0 once closed
   * @throws IOException when the device failed; the node may call again
   */
  int write(PacketBatch from) throws IOException;

  /** Ends the device and frees what it holds. */
  @Override
  void close();
}
