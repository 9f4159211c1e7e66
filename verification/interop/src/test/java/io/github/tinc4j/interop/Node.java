package io.github.tinc4j.interop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A member of a {@link Mesh}: a host, a configuration directory, and the program that runs it now.
 *
 * <p>In the VPN it is {@code 10.99.(128+N).1} and {@code fd99:1:N::1}, N being its host's number,
 * and owns the networks {@code /24} and {@code /48} around them.
 */
final class Node {

  /** Discovery takes one round a second, at most 30 of them. */
  private static final Duration MTU_PATIENCE = Duration.ofMinutes(2);

  private final Mesh mesh;
  private final String name;
  private final Host host;
  private final TincDirectory directory;
  private final List<Daemon> runs = new ArrayList<>();
  private final List<Daemon> programs = new ArrayList<>();
  private boolean fullSpeed;
  private Kind kind = Kind.TINCD;
  private long lastStart;

  Node(Mesh mesh, String name, Host host, TincDirectory directory) {
    this.mesh = mesh;
    this.name = name;
    this.host = host;
    this.directory = directory;
    directory.server("Interface", "tun0");
    // Long enough for a daemon that gets no processor for a while: it must not lose connections.
    directory.server("PingTimeout", "10");
    directory.server("PingInterval", "10");
    directory.host("Subnet", vpn4().replaceAll("\\.1$", ".0/24"));
    directory.host("Subnet", vpn6().replaceAll("::1$", "::/48"));
    directory.script(
        "tinc-up",
        "ip addr add " + vpn4() + "/17 dev $INTERFACE",
        "ip -6 addr add " + vpn6() + "/32 dev $INTERFACE nodad",
        "ip link set dev $INTERFACE mtu 1500 up");
  }

  String name() {
    return name;
  }

  Host host() {
    return host;
  }

  TincDirectory directory() {
    return directory;
  }

  String vpn4() {
    return "10.99." + (128 + host.number()) + ".1";
  }

  String vpn6() {
    return "fd99:1:" + host.number() + "::1";
  }

  /** Adds a line to {@code tinc.conf}. Before the first start. */
  Node server(String variable, String value) {
    directory.server(variable, value);
    return this;
  }

  /** Adds a line to the host file that everyone has. Before the first start. */
  Node host(String variable, String value) {
    directory.host(variable, value);
    return this;
  }

  /** Has others reach this node at this address only. Before the first start. */
  Node addressInstead(String value) {
    directory.hostInstead("Address", value);
    return this;
  }

  /**
   * Has it ask its neighbours every four seconds, and look at what is due, also at keys and
   * addresses that expire, every two. Before the first start.
   */
  Node asksOften() {
    directory.serverInstead("PingTimeout", "2");
    directory.serverInstead("PingInterval", "4");
    return this;
  }

  /**
   * Lets it keep a megabyte for each TCP connection: what a pause piles up there is not dropped
   * early. Before the first start.
   */
  Node withLongQueues() {
    return server("MaxOutputBufferSize", "1000000");
  }

  /** Makes this node dial {@code others}, on their IPv4 addresses. Before the first start. */
  Node dials(Node... others) {
    for (Node other : others) {
      directory.server("ConnectTo", other.name);
    }
    return this;
  }

  /** Has Java compile all it can: for tests that move much. Before the first start. */
  Node atFullSpeed() {
    fullSpeed = true;
    return this;
  }

  /** Runs the directory with this program, and waits until it listens. */
  Daemon start(Kind kind) {
    Daemon daemon = launch(kind);
    daemon.await(kind.ready);
    return daemon;
  }

  /** Runs the directory with this program. */
  Daemon launch(Kind kind) {
    return launch(kind, List.of());
  }

  /** Runs the directory with this program, by another that becomes it. */
  Daemon launch(Kind kind, List<String> launcher) {
    mesh.writeDirectories();
    awaitNextSecond();
    this.kind = kind;
    List<String> command = new ArrayList<>(launcher);
    command.addAll(kind.command(directory.path()));
    Daemon daemon = Daemon.start(name, host, fullSpeed ? Kind.atFullSpeed(command) : command);
    runs.add(daemon);
    return daemon;
  }

  /** Runs a program beside the node. */
  Daemon run(String program, List<String> command) {
    Daemon daemon = Daemon.start(program + " at " + name, host, command);
    programs.add(daemon);
    return daemon;
  }

  /**
   * A tincd draws its salts from a generator that it seeds with the clock's second: restarted
   * within one, it repeats its lines, and its peers, tincd as well as we, take its subnets for old
   * news (spec 10, 4).
   */
  private void awaitNextSecond() {
    long now = Instant.now().getEpochSecond();
    long last = lastStart;
    if (now == last) {
      now = Poll.until(() -> Instant.now().getEpochSecond(), second -> second > last);
    }
    lastStart = now;
  }

  /** What was started last. */
  Kind kind() {
    return kind;
  }

  /** The program that was started last. */
  Daemon daemon() {
    return runs.get(runs.size() - 1);
  }

  /** All programs that have run here. */
  List<Daemon> programs() {
    List<Daemon> all = new ArrayList<>(runs);
    all.addAll(programs);
    return all;
  }

  /** Waits until a ping to {@code other} comes back. */
  void awaitPing(Node other) {
    awaitPing(other, Poll.PATIENCE);
  }

  /** As {@link #awaitPing(Node)}, by IPv6. */
  void awaitPing6(Node other) {
    Ping.await(host, other.vpn6(), Poll.PATIENCE);
  }

  /** As {@link #awaitPing(Node)}, for so long. */
  void awaitPing(Node other, Duration patience) {
    Ping.await(host, other.vpn4(), patience);
  }

  /**
   * What the tincd or the {@code tincd.jar} that runs here knows of {@code other}; empty when it
   * knows no such node.
   */
  Optional<NodeDump> dump(Node other) {
    return NodeDump.ask(daemon(), other.name);
  }

  /**
   * Waits until the tincd or the {@code tincd.jar} that runs here has settled on an MTU towards
   * {@code other}.
   */
  NodeDump awaitFixedMtu(Node other) {
    return Poll.until(
            MTU_PATIENCE, () -> dump(other), dump -> dump.filter(NodeDump::fixed).isPresent())
        .orElseThrow();
  }

  /** Waits until the node has settled on an MTU towards {@code other}. */
  void awaitSettledPath(Node other) {
    if (kind != Kind.API) {
      awaitFixedMtu(other);
    } else {
      String settled = "PathChanged\\[node=" + other.name + ", .*fixed=true";
      daemon().log().await(settled, 0, MTU_PATIENCE);
    }
  }

  /**
   * Waits until the keys of these neighbours have met: they may cross at the start, and what is
   * under way with the first one is lost then.
   */
  void awaitKeysWith(Node other) {
    awaitUdp(other);
    other.awaitUdp(this);
  }

  /** Waits until both have settled on an MTU towards each other: few probes go from then on. */
  void awaitSettledPathsWith(Node other) {
    awaitSettledPath(other);
    other.awaitSettledPath(this);
  }

  /** Waits until packets to and from {@code other} have gone by UDP, as this node sees it. */
  void awaitUdp(Node other) {
    if (kind == Kind.API) {
      daemon().log().await("PathChanged\\[node=" + other.name + ", .*minMtu=[1-9]", 0);
    } else {
      Poll.until(() -> dump(other), dump -> dump.filter(NodeDump::udpWorks).isPresent());
    }
  }
}
