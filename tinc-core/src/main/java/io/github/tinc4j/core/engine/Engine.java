package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.connect.Outgoings;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.Timer;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.forward.Punt;
import io.github.tinc4j.core.mesh.Announcements;
import io.github.tinc4j.core.mesh.EdgeHandler;
import io.github.tinc4j.core.mesh.FloodedLines;
import io.github.tinc4j.core.mesh.Flooding;
import io.github.tinc4j.core.mesh.KeyHandler;
import io.github.tinc4j.core.mesh.MacLearning;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.mesh.OwnSubnets;
import io.github.tinc4j.core.mesh.Ownership;
import io.github.tinc4j.core.mesh.PreloadedSubnets;
import io.github.tinc4j.core.mesh.Purge;
import io.github.tinc4j.core.mesh.Reachability;
import io.github.tinc4j.core.mesh.SubnetHandler;
import io.github.tinc4j.core.mesh.SubnetScripts;
import io.github.tinc4j.core.mesh.TablePublisher;
import io.github.tinc4j.core.mesh.Trust;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.meta.MetaOwner;
import io.github.tinc4j.core.path.PmtuDiscovery;
import io.github.tinc4j.core.wire.Ack;
import io.github.tinc4j.core.wire.MetaMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The control plane of one node as a state machine.
 *
 * <p>Each public method is an input with the time at which it came, monotonic and never less than
 * that of the input before. After a round of inputs the driver calls {@link #flush}. Not
 * thread-safe: owned by the control thread.
 */
public final class Engine {

  private final Effects effects;
  private final SettingsCell settings;
  private final TimerTable timers = new TimerTable();
  private final Mesh mesh;
  private final Publication publication;
  private final Probes probes;
  private final PmtuDiscovery pmtu;
  private final OwnSubnets ownSubnets;
  private final Purge purge;
  private final Outgoings outgoings;
  private final Links links;
  private final NameContest contest;
  private final Admission admission;
  private final OpenRequests requests;
  private final Keepalive keepalive;
  private final Housekeeping housekeeping;
  private final GraphDumps graphDumps;
  private final Reload reload;
  private final Punts punts;
  private boolean stopped;

  /**
   * A node that has not begun.
   *
   * @param config its settings
   * @param announcedPort the port that peers are told
   * @param effects what it acts through
   * @param random a source fit for keys
   * @throws ConfigurationException when a cipher, digest, length or key cannot be used, or hosts
   *     whose subnets are to be believed cannot be listed
   */
  public Engine(
      NodeConfig config, int announcedPort, Effects effects, RandomGenerator random, long nowNs)
      throws ConfigurationException {
    OwnSettings own = OwnSettings.of(config, announcedPort);
    this.effects = effects;
    this.settings = new SettingsCell(own);
    this.mesh = new Mesh(config.name(), nowNs);
    this.publication = new Publication(mesh, new TablePublisher(mesh), effects, timers);
    this.probes = new Probes(publication, effects);
    this.pmtu = new PmtuDiscovery(mesh, timers, probes, random, config);

    var trust = Trust.of(config);
    var outlet = new MeshOutlet(publication, effects, pmtu);
    var announcements = new Announcements(random);
    var flooding = new Flooding(mesh, announcements, trust);
    var scripts = new SubnetScripts(mesh, outlet);
    var keys = new KeyHandler(mesh, outlet, random, config, own.cipher(), own.digest());
    var reachability = new Reachability(mesh, scripts, keys, outlet);
    var edges = new EdgeHandler(mesh, flooding, announcements, reachability, outlet);
    var ownership = new Ownership(mesh, scripts, outlet);
    var subnets = new SubnetHandler(mesh, flooding, announcements, ownership, trust);
    var preloaded = new PreloadedSubnets(mesh, flooding, announcements, ownership);
    this.ownSubnets = new OwnSubnets(mesh, announcements, ownership);
    var macs = new MacLearning(mesh, ownSubnets, config.macExpire());
    this.purge = new Purge(mesh, edges, flooding, announcements, ownership, trust);
    var flooded = new FloodedLines(mesh);

    var reports = new Reports();
    var identities = new ConfiguredIdentities(settings, mesh, random);
    var connector = new Connector(settings, identities, reports, mesh, effects);
    this.outgoings = new Outgoings(mesh, timers, connector, config);
    this.links =
        new Links(
            settings, identities, mesh, edges, flooding, purge, publication, effects, outgoings);
    this.contest = new NameContest(mesh, timers, edges, links, outgoings);
    this.admission = new Admission(identities, reports, mesh, publication, contest);
    this.requests = new OpenRequests(flooded, edges, subnets, keys, outgoings);
    this.keepalive = new Keepalive(mesh, timers, links, effects, config);
    this.housekeeping = new Housekeeping(mesh, timers, flooded, keys, macs, contest, config);
    this.punts = new Punts(mesh, keys, pmtu, macs, publication, effects, random, config);
    this.graphDumps = new GraphDumps(mesh, timers, effects);
    this.reload = new Reload(mesh, identities, ownSubnets, preloaded, links, outgoings, graphDumps);
    reload.begin(config);
  }

  /**
   * Checks settings without making a node of them.
   *
   * @throws ConfigurationException when a cipher, digest, length or key cannot be used
   */
  public static void check(NodeConfig config) throws ConfigurationException {
    OwnSettings.of(config, config.port());
  }

  /** Whether a node with these settings probes path MTUs, and so wants nothing fragmented. */
  public static boolean probesPathMtu(NodeConfig config) {
    return OwnSettings.probesPathMtu(config);
  }

  /** Begins: our subnets, timers, and connections to the nodes of {@code ConnectTo}. */
  public void start(long nowNs) {
    mesh.setNow(nowNs);
    ownSubnets.begin(settings.config().subnets());
    keepalive.begin();
    housekeeping.begin();
    graphDumps.to(settings.config().graphDumpFile());
    settings.config().connectTo().forEach(outgoings::add);
  }

  /**
   * A TCP connection came in.
   *
   * @return its name, or null when it must be closed at once: the node has stopped, keeps silent,
   *     or too many come
   */
  public @Nullable ConnectionId accepted(InetSocketAddress remote, long nowNs) {
    mesh.setNow(nowNs);
    return stopped ? null : admission.admit(remote);
  }

  /** A TCP connection that was asked for is open. */
  public void connected(ConnectionId id, long nowNs) {
    mesh.setNow(nowNs);
    MetaConnection connection = mesh.neighbours().get(id);
    if (connection != null) {
      connection.liveness().restart(nowNs);
      connection.connected();
    }
  }

  /** Bytes arrived; all are taken. */
  public void received(ConnectionId id, ByteBuffer bytes, long nowNs) {
    mesh.setNow(nowNs);
    MetaConnection connection = mesh.neighbours().get(id);
    if (connection != null) {
      connection.receive(bytes);
    }
  }

  /** A TCP connection could not be opened, was closed by the peer, or broke. */
  public void disconnected(ConnectionId id, CloseReason reason, long nowNs) {
    mesh.setNow(nowNs);
    MetaConnection connection = mesh.neighbours().get(id);
    if (connection != null) {
      links.lost(connection, reason);
    }
  }

  /** The system has at last taken all that waited on a connection. */
  public void outputDrained(ConnectionId id, long nowNs) {
    mesh.setNow(nowNs);
    MetaConnection connection = mesh.neighbours().get(id);
    if (connection != null) {
      connection.liveness().outputDrained();
    }
  }

  /** A look-up has ended; {@code addresses} is empty when it failed. */
  public void resolved(long lookup, List<InetSocketAddress> addresses, long nowNs) {
    mesh.setNow(nowNs);
    outgoings.resolved(lookup, addresses);
  }

  /** Takes what packet threads have left to us at {@code nowNs}. */
  public Punt.Handler punts(long nowNs) {
    mesh.setNow(nowNs);
    return punts;
  }

  /** When {@link #tick} is to be called at the latest; {@link TimerTable#NEVER} for not at all. */
  public long nextDeadlineNs() {
    return timers.earliestNs();
  }

  /** Time has passed. */
  public void tick(long nowNs) {
    mesh.setNow(nowNs);
    timers.fire(nowNs, this::fired);
  }

  private void fired(Timer timer, String subject) {
    switch (timer) {
      case CONNECTIONS -> keepalive.timerFired();
      case HOUSEKEEPING -> housekeeping.timerFired();
      case PUBLISH -> publication.now();
      case MTU_PROBE -> pmtu.timerFired(subject);
      case GRAPH_DUMP -> graphDumps.timerFired();
      case RECONNECT -> outgoings.timerFired(subject);
      case NAME_CONTESTED -> {
        housekeeping.begin();
        contest.timerFired();
      }
    }
  }

  /** Adds a subnet of ours; false when it is ours already. */
  public boolean announce(Subnet subnet, long nowNs) {
    mesh.setNow(nowNs);
    boolean announced = ownSubnets.announce(subnet);
    publication.now();
    return announced;
  }

  /** Takes a subnet of ours back; false when it is not ours. */
  public boolean withdraw(Subnet subnet, long nowNs) {
    mesh.setNow(nowNs);
    boolean withdrawn = ownSubnets.withdraw(subnet);
    publication.now();
    return withdrawn;
  }

  /**
   * Takes new settings, checked and of the same name, and keeps the connections that they allow
   * (spec 40, 8, HUP).
   *
   * @return the variables whose new value counts for a new start only
   */
  public List<String> reload(NodeConfig next, long nowNs) {
    mesh.setNow(nowNs);
    NodeConfig before = settings.config();
    settings.replace(settings.current().with(LiveSettings.merge(before, next)));
    reload.apply(before, settings.config());
    publication.now();
    return LiveSettings.keptBack(before, next);
  }

  /** Does at once what waits for its time: attempts to connect, steps of MTU discovery, PINGs. */
  public void retry(long nowNs) {
    mesh.setNow(nowNs);
    timers.hasten(Timer.RECONNECT, nowNs);
    timers.hasten(Timer.MTU_PROBE, nowNs);
    keepalive.askAll();
    tick(nowNs);
  }

  /** Forgets unreachable nodes, and tells the mesh. */
  public void purge(long nowNs) {
    mesh.setNow(nowNs);
    purge.run();
    publication.now();
  }

  /** Keeps a connection to {@code name} up from now on. */
  public void connect(NodeName name, long nowNs) {
    mesh.setNow(nowNs);
    outgoings.add(name);
  }

  /** Ends the connection to {@code name} and keeps none up; false when there was none. */
  public boolean disconnect(NodeName name, long nowNs) {
    mesh.setNow(nowNs);
    outgoings.remove(name);
    return links.endWith(name, new CloseReason(CloseReason.Kind.CLOSED_HERE, "on request"));
  }

  /** Ends all connections; peers notice by themselves (spec 40, 11). Nothing happens afterwards. */
  public void stop(long nowNs) {
    mesh.setNow(nowNs);
    stopped = true;
    outgoings.clear();
    links.endAll(new CloseReason(CloseReason.Kind.CLOSED_HERE, "the node is closing"));
    timers.clear();
  }

  /**
   * Ends a round of inputs: publishes what changed, then sends what was said, and probes after it,
   * lest one overtakes the key that was given with it.
   */
  public void flush(long nowNs) {
    mesh.setNow(nowNs);
    keepalive.checkQueues();
    if (probes.isEmpty() && !stopped) {
      publication.soon();
    } else {
      publication.now();
    }
    for (MetaConnection connection : mesh.neighbours().all()) {
      if (connection.pendingBytes() > 0) {
        if (!effects.send(connection.id(), connection.takeOutput())) {
          connection.liveness().outputQueued(nowNs);
        }
      }
    }
    probes.send();
  }

  /** What connections report. */
  private final class Reports implements MetaOwner {

    @Override
    public void activated(MetaConnection connection, Ack ack) {
      links.activated(connection, ack);
    }

    @Override
    public void requested(MetaConnection connection, MetaMessage message, String line) {
      requests.handle(connection, message, line);
    }

    @Override
    public void frameReceived(MetaConnection connection, byte[] frame) {
      // Routed by what the peer has said before it.
      publication.now();
      effects.routeFrame(connection.provenPeer(), frame, !connection.options().tcpOnly());
    }

    @Override
    public void failed(MetaConnection connection, CloseReason reason) {
      links.end(connection, reason, true);
    }
  }
}
