package io.github.tinc4j.core.io;

import io.github.tinc4j.spi.BindSpec;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.HostSystem;
import io.github.tinc4j.spi.HostSystem.Bound;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpSpec;
import io.github.tinc4j.spi.UdpTransport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An NIO channel, one datagram a call: the transport that works everywhere. */
final class NioUdp implements UdpTransport {

  private static final String DONT_FRAGMENT = "IP_DONTFRAGMENT";
  private static final int LONGER_THAN_ANY = 1 << 16;
  private static final int DISCARD_PORT = 9;

  private final DatagramChannel channel;
  private final Selector selector;
  private final InetSocketAddress localAddress;
  private final boolean takesIpv4;
  private final @Nullable PathLimit limit;
  private final @Nullable String wordsForTooLong;

  /** Makes one of setting {@link #trafficClass} and sending; not needed while all have none. */
  private final Object priority = new Object();

  /** What the socket gives its datagrams now. */
  private volatile int trafficClass;

  /** The receiving thread's. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PacketBatch.MAX_PACKET);

  /**
   * Opens and binds a socket.
   *
   * @param host opens one of a single interface, or one that is to be kept off IPv4
   * @throws java.net.BindException when the address cannot be had
   */
  NioUdp(UdpSpec spec, HostSystem host) throws IOException {
    BindSpec where = spec.bind();
    Bound<DatagramChannel> bound =
        HostSystems.opens(where, host) ? host.bind(where) : bind(where.address());
    channel = bound.channel();
    localAddress = bound.localAddress();
    takesIpv4 = where.takesIpv4();
    try {
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      setBuffer(StandardSocketOptions.SO_RCVBUF, spec.receiveBuffer());
      setBuffer(StandardSocketOptions.SO_SNDBUF, spec.sendBuffer());
      channel.configureBlocking(false);
      boolean systemRefuses = !spec.dontFragment() || setDontFragment();
      limit = systemRefuses ? null : new PathLimit(where.interfaceName());
      wordsForTooLong = wordsForTooLong();
      selector = Selector.open();
    } catch (IOException | RuntimeException e) {
      ListenSockets.closeQuietly(channel);
      throw e;
    }
    try {
      channel.register(selector, SelectionKey.OP_READ);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private static Bound<DatagramChannel> bind(InetSocketAddress address) throws IOException {
    DatagramChannel channel = openChannel(address);
    try {
      channel.bind(address);
      return new Bound<>(channel, (InetSocketAddress) channel.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      ListenSockets.closeQuietly(channel);
      throw e;
    }
  }

  private static DatagramChannel openChannel(InetSocketAddress address) throws IOException {
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    ProtocolFamily family = ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    try {
      return DatagramChannel.open(family);
    } catch (UnsupportedOperationException e) {
      throw new IOException(family + " is not available", e);
    }
  }

  private void setBuffer(SocketOption<Integer> option, int bytes) throws IOException {
    if (bytes > 0) {
      channel.setOption(option, bytes);
    }
  }

  /** Sets the option where this Java has it (19 and later); false where not. */
  @SuppressWarnings("unchecked") // its type is Boolean, by its documentation
  private boolean setDontFragment() throws IOException {
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(DONT_FRAGMENT)) {
        channel.setOption((SocketOption<Boolean>) option, true);
        return true;
      }
    }
    return false;
  }

  /** What the system says of a datagram that is longer than any may be; nothing is sent. */
  private static @Nullable String wordsForTooLong() throws IOException {
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.send(
          ByteBuffer.allocate(LONGER_THAN_ANY),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD_PORT));
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public boolean takesIpv4() {
    return takesIpv4;
  }

  @Override
  public int receive(DatagramBatch into) throws IOException {
    boolean interrupted = false;
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

  /**
   * Fills the batch with what is there; whether there may be more. An error is thrown only where
   * there is nothing to return.
   */
  private boolean takeWhatIsThere(DatagramBatch into) throws IOException {
    into.clear();
    PacketBatch packets = into.packets();
    // Counted by tries, so that a flood of empty datagrams holds up neither packets nor the end.
    for (int tried = 0; tried < packets.capacity(); tried++) {
      InetSocketAddress source;
      buffer.clear();
      try {
        source = (InetSocketAddress) channel.receive(buffer);
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        if (into.count() > 0) {
          return true;
        }
        throw e;
      }
      if (source == null) {
        return false;
      }
      int length = buffer.position();
      if (length > 0 && isWanted(source)) {
        buffer.get(0, packets.array(), packets.nextStart(), length);
        into.add(length, source);
      }
    }
    return true;
  }

  /** A socket of Java has IPv4 beside IPv6 whether that is wanted or not. */
  private boolean isWanted(InetSocketAddress peer) {
    return takesIpv4 || !(peer.getAddress() instanceof Inet4Address);
  }

  @Override
  public void send(DatagramBatch batch, int from, int to) {
    Objects.checkFromToIndex(from, to, batch.count());
    for (int slot = from; slot < to; slot++) {
      batch.setOutcome(slot, send(batch, slot));
    }
  }

  private Outcome send(DatagramBatch batch, int slot) {
    InetSocketAddress to = batch.address(slot);
    if (!isWanted(to)) {
      return Outcome.REFUSED;
    }
    if (limit != null && batch.packets().length(slot) > limit.bytes(to)) {
      return Outcome.TOO_LONG;
    }
    try {
      int wanted = batch.trafficClass(slot);
      boolean sent;
      if (wanted == 0 && trafficClass == 0) {
        sent = transmit(batch, slot);
      } else {
        synchronized (priority) {
          setTrafficClass(wanted);
          sent = transmit(batch, slot);
        }
      }
      return sent ? Outcome.SENT : Outcome.WOULD_BLOCK;
    } catch (PortUnreachableException e) {
      return Outcome.REFUSED;
    } catch (IOException e) {
      return isTooLong(e) ? Outcome.TOO_LONG : Outcome.REFUSED;
    } catch (RuntimeException e) {
      // An address of the other family, or one that is not allowed.
      return Outcome.REFUSED;
    }
  }

  private boolean transmit(DatagramBatch batch, int slot) throws IOException {
    return channel.send(batch.bytes(slot), batch.address(slot)) == batch.packets().length(slot);
  }

  private void setTrafficClass(int wanted) throws IOException {
    if (wanted != trafficClass) {
      channel.setOption(StandardSocketOptions.IP_TOS, wanted);
      trafficClass = wanted;
    }
  }

  /** The JDK tells EMSGSIZE by the system's words for it only, in the user's language. */
  private boolean isTooLong(IOException e) {
    return wordsForTooLong != null && wordsForTooLong.equals(e.getMessage());
  }

  /** Closing the selector ends a select that waits, and then frees the channel. */
  @Override
  public void close() {
    ListenSockets.closeQuietly(channel);
    ListenSockets.closeQuietly(selector);
  }
}
