package io.github.tinc4j.core.io;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.data.Counters;
import io.github.tinc4j.core.data.PacketLane;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.forward.ForwardingCell;
import io.github.tinc4j.core.forward.ForwardingTable;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Does what the engine asks for. Control thread only. */
public final class EffectRunner implements Effects {

  private final ForwardingCell tables;
  private final Consumer<MeshView> views;
  private final Consumer<MeshEvent> events;
  private final BiConsumer<String, Map<String, String>> scripts;
  private final BiConsumer<String, String> graphs;
  private final Lookups lookups;
  private final PacketLane lane;
  private final Counters counters;
  private final MetaSockets sockets;
  private final CommandQueue later;

  /**
   * Brings together what effects work on.
   *
   * @param views takes each new view of the mesh
   * @param events takes each event
   * @param scripts runs a script, in order, elsewhere
   * @param graphs takes {@code GraphDumpFile} and the graph, and writes it elsewhere
   * @param lane the packet lane of the control thread
   * @param later takes what came of look-ups
   */
  public EffectRunner(
      ForwardingCell tables,
      Consumer<MeshView> views,
      Consumer<MeshEvent> events,
      BiConsumer<String, Map<String, String>> scripts,
      BiConsumer<String, String> graphs,
      Lookups lookups,
      PacketLane lane,
      Counters counters,
      MetaSockets sockets,
      CommandQueue later) {
    this.tables = tables;
    this.views = views;
    this.events = events;
    this.scripts = scripts;
    this.graphs = graphs;
    this.lookups = lookups;
    this.lane = lane;
    this.counters = counters;
    this.sockets = sockets;
    this.later = later;
  }

  @Override
  public void connect(ConnectionId id, InetSocketAddress remote) {
    sockets.connect(id, remote);
  }

  @Override
  public void execute(ConnectionId id, String command, Map<String, String> environment) {
    sockets.execute(id, command, environment);
  }

  @Override
  public boolean send(ConnectionId id, byte[] bytes) {
    return sockets.send(id, bytes);
  }

  @Override
  public int queuedBytes(ConnectionId id) {
    return sockets.queuedBytes(id);
  }

  @Override
  public void close(ConnectionId id) {
    sockets.close(id);
  }

  @Override
  public void resolve(long lookup, String host, int port) {
    lookups.resolve(
        host,
        port,
        addresses -> later.submit((engine, nowNs) -> engine.resolved(lookup, addresses, nowNs)));
  }

  @Override
  public void publish(ForwardingTable table, MeshView view) {
    tables.publish(table);
    views.accept(view);
  }

  @Override
  public void notify(MeshEvent event) {
    events.accept(event);
  }

  @Override
  public void runScript(String script, Map<String, String> environment) {
    scripts.accept(script, environment);
  }

  @Override
  public void dumpGraph(String target, String text) {
    graphs.accept(target, text);
  }

  @Override
  public void routeFrame(NodeName neighbour, byte[] frame, boolean stayOnTcp) {
    lane.fromMeta(neighbour, frame, 0, frame.length, stayOnTcp, System.nanoTime());
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
    lane.sendProbe(to, frame, System.nanoTime());
  }

  @Override
  public void sendLocalProbe(NodeName to, byte[] frame, int port, int turn) {
    lane.sendLocalProbe(to, frame, port, turn);
  }
}
