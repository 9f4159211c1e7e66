package io.github.tinc4j.testkit;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The machine that a node of a {@link SimMesh} runs on: a second driver of the engine and of a
 * packet lane (the first is {@code io.ControlLoop}), with simulated sockets, device and time. What
 * the engine told the outside is written down.
 */
final class SimHost {

  private static final int MOST_PUNTS = 4096;
  private static final long MOST_PUNT_BYTES = 8 << 20;

  private final SimNetwork network;
  private final String name;
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

  /** The machine {@code name}, whose node may call itself otherwise. */
  SimHost(SimNetwork network, String name, NodeConfig config, InetSocketAddress address, long seed)
      throws ConfigurationException {
    this.network = network;
    this.name = name;
    this.address = address;
    this.engine =
        new Engine(config, address.getPort(), new SimEffects(), new Random(seed), network.nowNs());
    var device = new SimDevice(config.name().value(), packet -> program.accept(packet));
    var plane =
        new DataPlane(config, tables, punts, device, new SimUdp(), counters, destination -> null);
    this.lane = new PacketLane(0, plane);
  }

  String name() {
    return name;
  }

  InetSocketAddress address() {
    return address;
  }

  // ---- what the engine has told

  MeshView view() {
    return view;
  }

  ForwardingTable table() {
    return tables.current();
  }

  List<MeshEvent> events() {
    return List.copyOf(events);
  }

  List<String> scripts() {
    return List.copyOf(scripts);
  }

  TrafficCounters counters() {
    return counters.snapshot();
  }

  // ---- what happens on the machine

  /** Begins, and is on the network from now on. */
  void start() {
    network.attach(this);
    engine.start(network.nowNs());
    settle();
  }

  /** Ends in order. */
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

  /** Does what the program wants of the engine. */
  void tell(BiConsumer<Engine, Long> command) {
    command.accept(engine, network.nowNs());
    settle();
  }

  /** The same with its answer. */
  boolean ask(BiPredicate<Engine, Long> command) {
    boolean answer = command.test(engine, network.nowNs());
    settle();
    return answer;
  }

  /** The device sends an IP packet. */
  void sendPacket(byte[] packet) {
    batch.clear();
    batch.add(packet, 0, packet.length);
    lane.fromDevice(batch, network.nowNs());
    settle();
  }

  /** The device sends an IP packet when what is going on now is done. */
  void sendPacketSoon(byte[] packet) {
    network.schedule(0, () -> sendPacket(packet));
  }

  /** Who takes the packets that the mesh delivers. */
  void setProgram(Consumer<byte[]> value) {
    program = value;
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

  /** Its one UDP socket. */
  private final class SimUdp implements DatagramSender {

    @Override
    public void send(Datagrams datagrams) {
      for (int slot = 0; slot < datagrams.count(); slot++) {
        PacketBatch packets = datagrams.packets();
        byte[] bytes = new byte[packets.length(slot)];
        System.arraycopy(packets.array(), packets.offset(slot), bytes, 0, bytes.length);
        boolean sent = network.sendDatagram(SimHost.this, datagrams.address(slot), bytes);
        datagrams.setOutcome(slot, sent ? Outcome.SENT : Outcome.TOO_LONG);
      }
    }

    @Override
    public List<LocalWay> localWays() {
      return List.of(new LocalWay(0, SimAddresses.EVERYBODY));
    }
  }

  /** Does what the engine asks for. */
  private final class SimEffects implements Effects {

    @Override
    public void connect(ConnectionId id, InetSocketAddress remote) {
      network.connect(SimHost.this, id, remote);
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
    public void resolve(long lookup, String hostName, int port) {
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
      network.flow().happened(network.nowNs(), name, event);
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
