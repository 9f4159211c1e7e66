package io.github.tinc4j.testkit;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.DataPlane;
import io.github.tinc4j.core.data.DatagramSender;
import io.github.tinc4j.core.data.Datagrams;
import io.github.tinc4j.core.data.LocalWay;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.engine.Engine;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.event.TimerTable;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.ForwardingTable;
import io.github.tinc4j.core.forward.PuntQueue;
import io.github.tinc4j.spi.DatagramBatch;
import io.github.tinc4j.spi.PacketBatch;
import io.github.tinc4j.spi.UdpTransport.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link SimMesh}: a real engine and a real packet lane, with simulated sockets,
 * device and time.
 */
public final class SimNode {

  private static final int MOST_PUNTS = 4096;
  private static final long MOST_PUNT_BYTES = 8 << 20;

  private final SimNetwork network;
  private final String host;
  private final NodeConfig config;
  private final InetSocketAddress address;
  private final Engine engine;
  private final PacketLane lane;
  private final PuntQueue punts = new PuntQueue(MOST_PUNTS, MOST_PUNT_BYTES, () -> {});
  private final ForwardingCell tables = new ForwardingCell();
  private final Counters counters = new Counters();
  private final Map<ConnectionId, SimNetwork.Socket> sockets = new HashMap<>();
  private final List<MeshEvent> events = new ArrayList<>();
  private final List<String> scripts = new ArrayList<>();
  private final PacketBatch batch = new PacketBatch(1);
  private final DatagramBatch arriving = new DatagramBatch(1);
  private MeshView view = new MeshView(List.of(), List.of(), List.of(), List.of());
  private Consumer<byte[]> program = packet -> {};
  private long wakeAtNs = TimerTable.NEVER;
  private boolean running = true;

  /** A node on the machine {@code host}, which other nodes may know by another name. */
  SimNode(SimNetwork network, String host, NodeConfig config, InetSocketAddress address, long seed)
      throws ConfigurationException {
    this.network = network;
    this.host = host;
    this.config = config;
    this.address = address;
    this.engine =
        new Engine(config, address.getPort(), new SimEffects(), new Random(seed), network.nowNs());
    var device = new SimDevice(config.name().value(), packet -> program.accept(packet));
    var plane =
        new DataPlane(config, tables, punts, device, new SimUdp(), counters, destination -> null);
    this.lane = new PacketLane(0, plane);
  }

  /** Its name. */
  public NodeName name() {
    return config.name();
  }

  String host() {
    return host;
  }

  InetSocketAddress address() {
    return address;
  }

  /** What it knows of the mesh. */
  public MeshView view() {
    return view;
  }

  /** What it knows of another node; fails when it knows nothing. */
  public NodeInfo info(String node) {
    return view.node(NodeName.of(node))
        .orElseThrow(() -> new AssertionError(name() + " does not know " + node));
  }

  /** Whether it sees another node as reachable. */
  public boolean reaches(String node) {
    return view.node(NodeName.of(node)).map(NodeInfo::reachable).orElse(false);
  }

  /** How many nodes it sees as reachable, itself among them. */
  long reachableCount() {
    return view.nodes().stream().filter(NodeInfo::reachable).count();
  }

  /** The name of the neighbour that leads to another node, or null when none does. */
  public @Nullable String nexthop(String node) {
    NodeName nexthop = info(node).nexthop();
    return nexthop == null ? null : nexthop.value();
  }

  /** All that its listener heard. */
  public List<MeshEvent> events() {
    return List.copyOf(events);
  }

  /** The scripts that it ran, each with its variables. */
  public List<String> scripts() {
    return List.copyOf(scripts);
  }

  /** What it moved and dropped. */
  public TrafficCounters counters() {
    return counters.snapshot();
  }

  /** The address of its host within the mesh: that of its first subnet. */
  InetAddress innerAddress() {
    return SimMesh.addressOf(config.subnets().get(0));
  }

  /** Who takes the packets that the mesh delivers. */
  void setProgram(Consumer<byte[]> value) {
    program = value;
  }

  /** The names of the neighbours that broadcasts go to along the spanning tree. */
  public Set<String> treeNeighbours() {
    ForwardingTable table = tables.current();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < table.broadcastCount(); i++) {
      names.add(table.peer(table.broadcastTarget(i)).name().value());
    }
    return names;
  }

  /** Sends an IP packet into the mesh, as the host would. */
  public void sendPacket(byte[] packet) {
    batch.clear();
    batch.add(packet, 0, packet.length);
    lane.fromDevice(batch, network.nowNs());
    settle();
  }

  /** Sends an IP packet into the mesh when what is going on now is done. */
  void sendPacketSoon(byte[] packet) {
    network.schedule(0, () -> sendPacket(packet));
  }

  /** Announces a subnet. */
  public boolean announce(Subnet subnet) {
    boolean done = engine.announce(subnet, network.nowNs());
    settle();
    return done;
  }

  /** Withdraws a subnet. */
  public boolean withdraw(Subnet subnet) {
    boolean done = engine.withdraw(subnet, network.nowNs());
    settle();
    return done;
  }

  /** Keeps a connection to another node up from now on. */
  public void connect(String node) {
    engine.connect(NodeName.of(node), network.nowNs());
    settle();
  }

  /** Ends the connection with another node. */
  public boolean disconnect(String node) {
    boolean done = engine.disconnect(NodeName.of(node), network.nowNs());
    settle();
    return done;
  }

  void start() {
    network.attach(this);
    engine.start(network.nowNs());
    settle();
  }

  /** Leaves the mesh in order. */
  void stop() {
    engine.stop(network.nowNs());
    settle();
    kill();
  }

  /** Ends without a word. */
  void kill() {
    running = false;
    network.detach(this);
  }

  // ---- what the network brings

  void accepted(SimNetwork.Socket socket, InetSocketAddress remote) {
    // The dialling end has a port of its own, not the one that it listens on.
    InetSocketAddress ephemeral = new InetSocketAddress(remote.getAddress(), 40_000);
    ConnectionId id = running ? engine.accepted(ephemeral, network.nowNs()) : null;
    if (id == null) {
      socket.close();
    } else {
      socket.id = id;
      sockets.put(id, socket);
    }
    if (running) {
      settle();
    }
  }

  void opening(ConnectionId id, SimNetwork.Socket socket) {
    sockets.put(id, socket);
  }

  void connected(ConnectionId id) {
    if (running) {
      engine.connected(id, network.nowNs());
      settle();
    }
  }

  void refused(ConnectionId id) {
    disconnected(id, new CloseReason(CloseReason.Kind.CONNECT_FAILED, "refused"));
  }

  void closedByPeer(SimNetwork.Socket socket) {
    if (socket.id != null) {
      disconnected(socket.id, new CloseReason(CloseReason.Kind.CLOSED_BY_PEER, ""));
    }
  }

  private void disconnected(ConnectionId id, CloseReason reason) {
    sockets.remove(id);
    if (running) {
      engine.disconnected(id, reason, network.nowNs());
      settle();
    }
  }

  void received(SimNetwork.Socket socket, byte[] bytes) {
    if (running && socket.id != null) {
      engine.received(socket.id, ByteBuffer.wrap(bytes), network.nowNs());
      settle();
    }
  }

  void datagram(byte[] datagram, InetSocketAddress source) {
    if (running) {
      arriving.clear();
      PacketBatch packets = arriving.packets();
      System.arraycopy(datagram, 0, packets.array(), packets.nextStart(), datagram.length);
      arriving.add(datagram.length, source);
      lane.fromUdp(arriving, 0, network.nowNs());
      settle();
    }
  }

  /** Its one UDP socket. */
  private final class SimUdp implements DatagramSender {

    @Override
    public void send(Datagrams datagrams) {
      for (int slot = 0; slot < datagrams.count(); slot++) {
        PacketBatch packets = datagrams.packets();
        byte[] bytes = new byte[packets.length(slot)];
        System.arraycopy(packets.array(), packets.offset(slot), bytes, 0, bytes.length);
        boolean sent = network.sendDatagram(SimNode.this, datagrams.address(slot), bytes);
        datagrams.setOutcome(slot, sent ? Outcome.SENT : Outcome.TOO_LONG);
      }
    }

    @Override
    public List<LocalWay> localWays() {
      return List.of(new LocalWay(0, SimMesh.EVERYBODY));
    }
  }

  /** Ends a round of inputs as a driver does. */
  private void settle() {
    punts.drain(engine.punts(network.nowNs()));
    engine.flush(network.nowNs());
    punts.drain(engine.punts(network.nowNs()));
    engine.flush(network.nowNs());
    long deadlineNs = engine.nextDeadlineNs();
    if (running && deadlineNs < wakeAtNs) {
      wakeAtNs = deadlineNs;
      network.schedule(Math.max(0, deadlineNs - network.nowNs()), () -> wake(deadlineNs));
    }
  }

  private void wake(long scheduledNs) {
    if (running && scheduledNs == wakeAtNs) {
      wakeAtNs = TimerTable.NEVER;
      engine.tick(network.nowNs());
      settle();
    }
  }

  /** Does what the engine asks for. */
  private final class SimEffects implements Effects {

    @Override
    public void connect(ConnectionId id, InetSocketAddress remote) {
      network.connect(SimNode.this, id, remote);
    }

    @Override
    public void execute(ConnectionId id, String command, Map<String, String> environment) {
      // A simulated host has no shell.
      network.schedule(0, () -> refused(id));
    }

    @Override
    public boolean send(ConnectionId id, byte[] bytes) {
      SimNetwork.Socket socket = sockets.get(id);
      if (socket != null) {
        socket.send(bytes);
      }
      return true;
    }

    @Override
    public int queuedBytes(ConnectionId id) {
      return 0;
    }

    @Override
    public void close(ConnectionId id) {
      SimNetwork.Socket socket = sockets.remove(id);
      if (socket != null) {
        socket.close();
      }
    }

    @Override
    public void resolve(long lookup, String host, int port) {
      network.schedule(0, () -> engine.resolved(lookup, List.of(), network.nowNs()));
    }

    @Override
    public void publish(ForwardingTable table, MeshView newView) {
      tables.publish(table);
      view = newView;
    }

    @Override
    public void notify(MeshEvent event) {
      events.add(event);
      network.flow().happened(network.nowNs(), host(), event);
    }

    @Override
    public void runScript(String script, Map<String, String> environment) {
      scripts.add(script + " " + environment);
    }

    @Override
    public void dumpGraph(String target, String text) {
      // A simulated node has no files.
    }

    @Override
    public void routeFrame(NodeName neighbour, byte[] frame, boolean stayOnTcp) {
      lane.fromMeta(neighbour, frame, 0, frame.length, stayOnTcp, network.nowNs());
    }

    @Override
    public void countTcpSent(int bytes) {
      counters.moved(Counters.Way.TCP_SENT, 1, bytes);
    }

    @Override
    public void countDrop(DropReason reason) {
      counters.dropped(reason);
    }

    @Override
    public void sendProbe(NodeName to, byte[] frame) {
      lane.sendProbe(to, frame, network.nowNs());
    }

    @Override
    public void sendLocalProbe(NodeName to, byte[] frame, int port, int turn) {
      lane.sendLocalProbe(to, frame, port, turn);
    }
  }
}
