package io.github.tinc4j.core.device;

import io.github.tinc4j.spi.Layer;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.TunDevice;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * An Ethernet made of a multicast group: each datagram is one frame, without any header of its own
 * (spec 40, 10, "multicast"). Programs on this host and, as far as the TTL carries, on others are
 * its hosts.
 *
 * <p>The group sends us what we write, as it does everybody; see {@link Echoes}.
 *
 * <p>{@link #read} waits for frames and for {@link #close}; an interrupt stays pending.
 */
final class MulticastDevice implements TunDevice {

  private static final System.Logger LOG = System.getLogger("io.github.tinc4j");

  /** Where in a frame its source address is, and how long the header is. */
  private static final int SOURCE = 6;

  private static final int ETHERNET_HEADER = 14;

  private final MulticastGroup group;
  private final String interfaceName;
  private final DatagramChannel channel;
  private final Selector selector;

  /** The reading thread's. One byte longer than the longest packet, to notice a longer one. */
  private final ByteBuffer in = ByteBuffer.allocateDirect(PacketBatch.MAX_PACKET + 1);

  /** The writing threads', one at a time: guarded by itself. */
  private final ByteBuffer out = ByteBuffer.allocateDirect(PacketBatch.MAX_PACKET);

  private final Echoes echoes = new Echoes();

  /**
   * Joins the group.
   *
   * @param interfaceName what scripts get as {@code INTERFACE}
   * @throws IOException when the port is taken, or no network carries the group
   */
  MulticastDevice(MulticastGroup group, String interfaceName) throws IOException {
    this.group = group;
    this.interfaceName = interfaceName;
    boolean ipv4 = group.address().getAddress() instanceof Inet4Address;
    channel =
        DatagramChannel.open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
    try {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, group.ttl());
      channel.bind(group.address());
      // The channel itself joins on a named interface only; this leaves it to the system's routes.
      channel.socket().joinGroup(new InetSocketAddress(group.address().getAddress(), 0), null);
      channel.configureBlocking(false);
      selector = Selector.open();
    } catch (IOException | RuntimeException e) {
      closeQuietly(channel);
      throw e;
    }
    try {
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public Layer layer() {
    return Layer.ETHERNET;
  }

  @Override
  public String interfaceName() {
    return interfaceName;
  }

  @Override
  public String deviceName() {
    return group.text();
  }

  @Override
  public int read(PacketBatch into) throws IOException {
    boolean interrupted = false;
    into.clear();
    try {
      while (true) {
        boolean mayBeMore = takeWhatIsThere(into);
        if (into.count() > 0) {
          return into.count();
        }
        // An interrupt would let no select wait; it is kept for the caller.
        interrupted |= Thread.interrupted();
        if (!mayBeMore) {
          selector.select(ready -> {});
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException e) {
      into.clear();
      return -1;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Fills the batch with what is there; whether there may be more. */
  private boolean takeWhatIsThere(PacketBatch into) throws IOException {
    // Counted by tries, so that a flood of echoes holds up neither frames nor the end.
    for (int tried = 0; tried < into.capacity(); tried++) {
      in.clear();
      if (channel.receive(in) == null) {
        return false;
      }
      int length = in.position();
      boolean echo = length >= ETHERNET_HEADER && echoes.isOne(source(in));
      if (length > 0 && length <= PacketBatch.MAX_PACKET && !echo) {
        in.get(0, into.array(), into.nextStart(), length);
        into.add(length);
      }
    }
    return true;
  }

  private static long source(ByteBuffer frame) {
    return (frame.getInt(SOURCE) & 0xFFFF_FFFFL) << Short.SIZE
        | (frame.getShort(SOURCE + Integer.BYTES) & 0xFFFFL);
  }

  @Override
  public int write(PacketBatch from) {
    int taken = 0;
    synchronized (out) {
      for (int slot = 0; slot < from.count(); slot++) {
        if (send(from.array(), from.offset(slot), from.length(slot))) {
          taken++;
        }
      }
    }
    return taken;
  }

  /** Sends one frame; false when it is none, or the system does not take it. */
  private boolean send(byte[] array, int offset, int length) {
    if (length < ETHERNET_HEADER) {
      return false;
    }
    out.clear().put(array, offset, length).flip();
    // Before it is sent: its echo may be read before this thread goes on.
    echoes.expect(source(out));
    try {
      return channel.send(out, group.address()) > 0;
    } catch (IOException e) {
      return false; // closed, no network for now, or too long for it
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
    closeQuietly(selector);
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LOG.log(System.Logger.Level.DEBUG, "while closing a multicast device", e);
    }
  }
}
