package io.github.tinc4j.core.route;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.core.forward.PeerPath;
import org.jspecify.annotations.Nullable;

/**
 * What an IP packet meets on its way through us, whatever the mode: it loses a hop, is clamped, is
 * cut into fragments, or is refused and its sender told why (spec 30, 9.4 to 9.7). Belongs to one
 * thread.
 */
final class Passage {

  private final RouteSettings settings;
  private final RateLimit answers;
  private final LocalAddress localAddress;
  private final RouteSink sink;
  private final IcmpReply icmp = new IcmpReply();
  private final Fragmenter fragmenter = new Fragmenter();

  Passage(RouteSettings settings, RateLimit answers, LocalAddress localAddress, RouteSink sink) {
    this.settings = settings;
    this.answers = answers;
    this.localAddress = localAddress;
    this.sink = sink;
  }

  /**
   * {@code DecrementTTL}, 9.5, for a packet that is not ours. What is no IP packet passes.
   *
   * @return false when the packet ends here
   */
  boolean takeHop(Frame frame) {
    if (!settings.decrementTtl() || frame.version == 0) {
      return true;
    }
    boolean ipv6 = frame.version == 6;
    byte[] bytes = frame.bytes;
    int ip = frame.ip();
    if (ipv6 ? TtlStep.ipv6(bytes, ip) : TtlStep.ipv4(bytes, ip)) {
      return true;
    }
    boolean answersNothing =
        ipv6
            ? TtlStep.isTimeExceededIpv6(bytes, ip, frame.end())
            : TtlStep.isTimeExceededIpv4(bytes, ip, frame.end());
    if (answersNothing) {
      sink.drop(DropReason.TTL_EXPIRED);
    } else {
      refuse(frame, IcmpError.TIME_EXCEEDED, 0);
    }
    return false;
  }

  /** Clamps the MSS of a TCP packet to the way over {@code via}, which may be ourselves. */
  void clamp(Frame frame, PeerPath via) {
    boolean ours = via.index() == Router.SELF;
    if (!(ours ? settings.clampMss() : via.options().clampMss())) {
      return;
    }
    int sourceMtu = frame.table.peer(frame.source).mtu();
    int maxFrame = ours ? sourceMtu : Math.min(sourceMtu, via.mtu());
    if (frame.version == 6) {
      MssClamp.ipv6(frame.bytes, frame.offset, frame.length, frame.header, maxFrame);
    } else if (frame.version == 4) {
      MssClamp.ipv4(frame.bytes, frame.offset, frame.length, frame.header, maxFrame);
    }
  }

  /**
   * Deals with an IP packet that is too long for a path: IPv4 without DF goes in fragments, of all
   * else the sender hears.
   *
   * @param via index of the node that the path leads to
   * @param mtu what the sender is told, in bytes of IP packet
   * @param maxFrame the longest fragment, in bytes of frame, at least 590
   */
  void tooLong(Frame frame, int via, int mtu, int maxFrame) {
    int flags = NetworkOrder.get16(frame.bytes, frame.ip() + IpView.IPV4_FRAGMENT);
    if (frame.version == 6 || (flags & IpView.DF) != 0) {
      int fixed = frame.version == 6 ? IpView.IPV6_HEADER : IpView.IPV4_HEADER;
      // No more of it is quoted than the path would take.
      frame.length = Math.min(frame.length, frame.header + Math.max(mtu, fixed));
      refuse(frame, IcmpError.TOO_BIG, mtu);
    } else if (!fragmenter.split(frame, maxFrame, via, sink)) {
      sink.drop(DropReason.NOT_FRAGMENTABLE);
    }
  }

  /** Drops an IP packet and tells its sender, at a limited rate. */
  void refuse(Frame frame, IcmpError error, int field) {
    sink.drop(error.reason);
    if (!answers.tryAcquire(frame.nowNs)) {
      sink.drop(DropReason.ANSWER_LIMITED);
      return;
    }
    byte[] from = error == IcmpError.TIME_EXCEEDED ? addressTowardsSender(frame) : null;
    int size =
        frame.version == 6
            ? icmp.ipv6(frame, error, field, from)
            : icmp.ipv4(frame, error, field, from);
    if (frame.source == Router.SELF) {
      sink.deliver(icmp.array(), 0, size);
    } else {
      sink.send(frame.source, icmp.array(), 0, size);
    }
  }

  private byte @Nullable [] addressTowardsSender(Frame frame) {
    boolean ipv6 = frame.version == 6;
    int at = frame.ip() + (ipv6 ? IpView.IPV6_SOURCE : IpView.IPV4_SOURCE);
    byte[] sender = new byte[ipv6 ? 16 : 4];
    System.arraycopy(frame.bytes, at, sender, 0, sender.length);
    byte[] local = localAddress.towards(sender);
    return local != null && local.length == sender.length ? local : null;
  }
}
