package io.github.tinc4j.testkit;

import io.github.tinc4j.core.event.ConnectionId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The network under a simulated mesh, and its time: every byte arrives a delay after it was sent,
 * fixed unless {@link #setDelay} says otherwise, if the way is not cut. One thread, one queue of
 * events; nothing happens but by {@link #runUntil}.
 */
final class SimNetwork {

  private static final long DELAY_NS = Duration.ofMillis(5).toNanos();

  /** Bytes of IPv4 and UDP headers that a datagram has besides its own. */
  private static final int UDP_OVERHEAD = 28;

  private record Event(long atNs, long number, Runnable action) {}

  private record Bytes(int count) {
    @Override
    public String toString() {
      return count + " bytes";
    }
  }

  /** A pair of hosts, in either order. */
  private record Way(String a, String b) {
    static Way of(String x, String y) {
      return x.compareTo(y) < 0 ? new Way(x, y) : new Way(y, x);
    }
  }

  /** One end of a TCP connection. */
  final class Socket {
    private final SimHost owner;
    private final Socket peer;
    private final Deque<byte[]> undelivered = new ArrayDeque<>();
    private boolean closed;
    @Nullable ConnectionId id;

    private Socket(SimHost owner, SimHost other) {
      this.owner = owner;
      this.peer = new Socket(other, this);
    }

    private Socket(SimHost owner, Socket peer) {
      this.owner = owner;
      this.peer = peer;
    }

    /** Sends bytes; while the way is cut they wait, as TCP would keep sending them. */
    void send(byte[] bytes) {
      flow.sent(nowNs, owner.name(), peer.owner.name(), new Bytes(bytes.length));
      undelivered.add(bytes);
      schedule(delayNs(), this::deliver);
    }

    private void deliver() {
      while (!undelivered.isEmpty() && isOpen(owner.name(), peer.owner.name())) {
        byte[] bytes = undelivered.remove();
        if (!peer.closed) {
          peer.owner.received(peer, bytes);
        }
      }
    }

    void close() {
      if (closed) {
        return;
      }
      closed = true;
      forget();
      flow.sent(nowNs, owner.name(), peer.owner.name(), "close");
      schedule(
          longestDelayNs, // after all that was sent before
          () -> {
            if (!peer.closed && isOpen(owner.name(), peer.owner.name())) {
              peer.closed = true;
              forget();
              peer.owner.closedByPeer(peer);
            }
          });
    }

    private void forget() {
      if (closed && peer.closed) {
        sockets.remove(this);
        sockets.remove(peer);
      }
    }
  }

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (x, y) ->
              x.atNs != y.atNs ? Long.compare(x.atNs, y.atNs) : Long.compare(x.number, y.number));
  private final Map<InetSocketAddress, SimHost> hosts = new HashMap<>();
  private final Set<Way> cuts = new HashSet<>();

  /** Where hosts are on the local network, by their names. */
  private final Map<String, InetSocketAddress> local = new HashMap<>();

  private final Set<Socket> sockets = new LinkedHashSet<>();
  private final FlowDiagram flow = new FlowDiagram();
  private int mtuBytes = 1500;
  private long longestDelayNs = DELAY_NS;
  private Random delays = new Random(0);
  private long nowNs;
  private long lastEvent;

  long nowNs() {
    return nowNs;
  }

  /** What went on of late. */
  FlowDiagram flow() {
    return flow;
  }

  void setMtu(int bytes) {
    mtuBytes = bytes;
  }

  /** From now on what is sent takes any time up to this, mostly short ones; TCP keeps its order. */
  void setDelay(Duration longest, long seed) {
    longestDelayNs = Math.max(DELAY_NS, longest.toNanos());
    delays = new Random(seed);
  }

  private long delayNs() {
    return longestDelayNs == DELAY_NS
        ? DELAY_NS
        : (long) (delays.nextDouble() * delays.nextDouble() * longestDelayNs);
  }

  void schedule(long delayNs, Runnable action) {
    events.add(new Event(nowNs + delayNs, ++lastEvent, action));
  }

  void attach(SimHost host) {
    hosts.put(host.address(), host);
  }

  /** The host disappears; whoever sends to it hears that nobody is there. */
  void detach(SimHost host) {
    hosts.remove(host.address());
    for (Socket socket : List.copyOf(sockets)) {
      if (socket.owner == host) {
        socket.close();
      }
    }
  }

  void cut(String a, String b) {
    cuts.add(Way.of(a, b));
  }

  void heal(String a, String b) {
    cuts.remove(Way.of(a, b));
    List.copyOf(sockets).forEach(Socket::deliver);
  }

  private boolean isOpen(String a, String b) {
    return !cuts.contains(Way.of(a, b));
  }

  /** Opens a TCP connection; while the way is cut nothing comes of it. */
  void connect(SimHost from, ConnectionId id, InetSocketAddress to) {
    SimHost target = hosts.get(to);
    if (target == null) {
      flow.happened(nowNs, from.name(), "connection refused by " + to);
      schedule(2 * DELAY_NS, () -> from.refused(id));
      return;
    }
    flow.sent(nowNs, from.name(), target.name(), "connect");
    if (!isOpen(from.name(), target.name())) {
      return;
    }
    var socket = new Socket(from, target);
    socket.id = id;
    from.opening(id, socket);
    sockets.add(socket);
    sockets.add(socket.peer);
    schedule(
        DELAY_NS,
        () -> {
          target.accepted(socket.peer, from.address());
          schedule(DELAY_NS, () -> from.connected(id));
        });
  }

  /** The host {@code name} is on the local network too, at this address. */
  void joinLocal(String name, InetSocketAddress address) {
    local.put(name, address);
  }

  /** Whether a datagram to {@code to} goes to a host that is on the local network as {@code at}. */
  private static boolean isFor(InetSocketAddress to, InetSocketAddress at) {
    return to.equals(at)
        || (to.getAddress().equals(SimAddresses.EVERYBODY) && to.getPort() == at.getPort());
  }

  private void deliverLocally(SimHost from, InetSocketAddress to, byte[] datagram) {
    InetSocketAddress source = local.get(from.name());
    if (source == null) {
      return;
    }
    for (SimHost target : List.copyOf(hosts.values())) {
      InetSocketAddress at = local.get(target.name());
      if (at != null && target != from && isFor(to, at)) {
        target.datagram(datagram, source);
      }
    }
  }

  /** Sends a datagram; false when it is too long for the network. */
  boolean sendDatagram(SimHost from, InetSocketAddress to, byte[] datagram) {
    if (datagram.length + UDP_OVERHEAD > mtuBytes) {
      return false;
    }
    schedule(
        delayNs(),
        () -> {
          SimHost target = hosts.get(to);
          if (target == null) {
            deliverLocally(from, to, datagram);
          } else if (isOpen(from.name(), target.name())) {
            target.datagram(datagram, from.address());
          }
        });
    return true;
  }

  /** Lets time pass until {@code done}, but no longer than {@code limit}; whether it was done. */
  boolean runUntil(BooleanSupplier done, Duration limit) {
    long endNs = nowNs + limit.toNanos();
    Event next = events.peek();
    while (next != null && next.atNs <= endNs) {
      // Asked once for each moment: what happens at one moment happens together.
      if (next.atNs > nowNs && done.getAsBoolean()) {
        return true;
      }
      events.remove();
      nowNs = Math.max(nowNs, next.atNs);
      next.action.run();
      next = events.peek();
    }
    if (done.getAsBoolean()) {
      return true;
    }
    nowNs = endNs;
    return false;
  }
}
