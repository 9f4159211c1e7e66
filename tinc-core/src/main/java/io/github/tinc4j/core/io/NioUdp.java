package io.github.tinc4j.core.io;

import io.github.tinc4j.core.data.Datagrams;
import io.github.tinc4j.core.data.UdpTransport;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends datagrams through NIO channels, one at a time: the transport that works everywhere. */
public final class NioUdp implements UdpTransport {

  private static final String DONT_FRAGMENT = "IP_DONTFRAGMENT";
  private static final int LONGER_THAN_ANY = 1 << 16;
  private static final int DISCARD_PORT = 9;

  private final List<DatagramChannel> channels;
  private final boolean[] takesIpv4;
  private final boolean[] takesIpv6;
  private final @Nullable PathLimit limit;
  private final @Nullable String wordsForTooLong;

  /**
   * A transport over bound channels.
   *
   * @param channels by their socket index
   * @param dontFragment whether a datagram too long for its path is refused rather than fragmented
   */
  public NioUdp(List<DatagramChannel> channels, boolean dontFragment) throws IOException {
    this.channels = List.copyOf(channels);
    this.takesIpv4 = new boolean[channels.size()];
    this.takesIpv6 = new boolean[channels.size()];
    boolean systemRefuses = true;
    for (int i = 0; i < channels.size(); i++) {
      DatagramChannel channel = channels.get(i);
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
      boolean ipv4 = local.getAddress() instanceof Inet4Address;
      takesIpv4[i] = ipv4 || local.getAddress().isAnyLocalAddress();
      takesIpv6[i] = !ipv4;
      systemRefuses &= !dontFragment || setDontFragment(channel);
    }
    this.limit = dontFragment && !systemRefuses ? new PathLimit() : null;
    this.wordsForTooLong = wordsForTooLong();
  }

  /** Sets the option where this Java has it (19 and later); false where not. */
  @SuppressWarnings("unchecked") // its type is Boolean, by its documentation
  private static boolean setDontFragment(DatagramChannel channel) throws IOException {
    for (SocketOption<?> option : channel.supportedOptions()) {
      if (option.name().equals(DONT_FRAGMENT)) {
        channel.setOption((SocketOption<Boolean>) option, true);
        return true;
      }
    }
    return false;
  }

  @Override
  public void send(Datagrams batch) {
    for (int slot = 0; slot < batch.count(); slot++) {
      batch.setOutcome(slot, send(batch, slot));
    }
  }

  private Outcome send(Datagrams batch, int slot) {
    InetSocketAddress to = batch.address(slot);
    DatagramChannel channel = channelFor(batch.socket(slot), to);
    if (channel == null) {
      return Outcome.REFUSED;
    }
    if (limit != null && batch.packets().length(slot) > limit.bytes(to)) {
      return Outcome.TOO_LONG;
    }
    try {
      return channel.send(batch.bytes(slot), to) == 0 ? Outcome.WOULD_BLOCK : Outcome.SENT;
    } catch (PortUnreachableException e) {
      return Outcome.REFUSED;
    } catch (IOException e) {
      return isTooLong(e) ? Outcome.TOO_LONG : Outcome.REFUSED;
    }
  }

  /** The JDK tells EMSGSIZE by the system's words for it only, in the user's language. */
  private boolean isTooLong(IOException e) {
    return wordsForTooLong != null && wordsForTooLong.equals(e.getMessage());
  }

  /** What the system says of a datagram that is longer than any may be; nothing is sent. */
  private static @Nullable String wordsForTooLong() throws IOException {
    try (DatagramChannel channel = DatagramChannel.open()) {
      channel.send(
          ByteBuffer.allocate(LONGER_THAN_ANY),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), DISCARD_PORT));
      return null;
    } catch (IOException e) {
      return e.getMessage();
    }
  }

  private @Nullable DatagramChannel channelFor(int preferred, InetSocketAddress to) {
    boolean ipv4 = to.getAddress() instanceof Inet4Address;
    boolean[] takes = ipv4 ? takesIpv4 : takesIpv6;
    if (preferred >= 0 && preferred < takes.length && takes[preferred]) {
      return channels.get(preferred);
    }
    for (int i = 0; i < takes.length; i++) {
      if (takes[i]) {
        return channels.get(i);
      }
    }
    return null;
  }
}
