package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.event.ConnectionId;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.forward.ForwardingTable;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes down what the engine asks for. */
final class RecordingEffects implements Effects {

  record Lookup(long lookup, String host, int port) {}

  record Execution(String command, Map<String, String> environment) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(NodeName neighbour, byte[] frame, boolean stayOnTcp) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record LocalProbe(NodeName to, byte[] frame, int port, int turn) {}

  final Map<ConnectionId, InetSocketAddress> connects = new LinkedHashMap<>();
  final Map<ConnectionId, Execution> executions = new LinkedHashMap<>();
  final List<Lookup> lookups = new ArrayList<>();
  final Set<ConnectionId> closed = new HashSet<>();
  final List<MeshEvent> events = new ArrayList<>();
  final List<String> scripts = new ArrayList<>();
  final List<String> graphs = new ArrayList<>();
  final List<Frame> frames = new ArrayList<>();
  final List<DropReason> drops = new ArrayList<>();
  final Map<NodeName, List<byte[]>> probes = new HashMap<>();
  final List<LocalProbe> localProbes = new ArrayList<>();
  final Map<ConnectionId, Integer> queued = new HashMap<>();

  /** What goes out, "send" for lines and "probe", in order. */
  final List<String> order = new ArrayList<>();

  ForwardingTable table = ForwardingTable.EMPTY;
  MeshView view = new MeshView(List.of(), List.of(), List.of(), List.of());
  int publications;

  /** Whether the system takes what is sent; if not, it waits. */
  boolean taking = true;

  private final Map<ConnectionId, ByteArrayOutputStream> sent = new HashMap<>();

  /** The bytes sent on a connection since this was last asked. */
  byte[] take(ConnectionId id) {
    ByteArrayOutputStream bytes = sent.remove(id);
    return bytes == null ? new byte[0] : bytes.toByteArray();
  }

  <E extends MeshEvent> List<E> eventsOf(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void connect(ConnectionId id, InetSocketAddress remote) {
    connects.put(id, remote);
  }

  @Override
  public void execute(ConnectionId id, String command, Map<String, String> environment) {
    executions.put(id, new Execution(command, Map.copyOf(environment)));
  }

  @Override
  public boolean send(ConnectionId id, byte[] bytes) {
    if (closed.contains(id)) {
      throw new AssertionError("sent on a closed connection");
    }
    order.add("send");
    sent.computeIfAbsent(id, key -> new ByteArrayOutputStream()).writeBytes(bytes);
    if (!taking) {
      queued.merge(id, bytes.length, Integer::sum);
    }
    return taking;
  }

  @Override
  public int queuedBytes(ConnectionId id) {
    return queued.getOrDefault(id, 0);
  }

  @Override
  public void close(ConnectionId id) {
    if (!closed.add(id)) {
      throw new AssertionError("closed twice");
    }
  }

  @Override
  public void resolve(long lookup, String host, int port) {
    lookups.add(new Lookup(lookup, host, port));
  }

  @Override
  public void publish(ForwardingTable newTable, MeshView newView) {
    table = newTable;
    view = newView;
    publications++;
  }

  @Override
  public void notify(MeshEvent event) {
    events.add(event);
  }

  @Override
  public void runScript(String script, Map<String, String> environment) {
    scripts.add(script + " " + environment);
  }

  @Override
  public void dumpGraph(String target, String text) {
    graphs.add(target + ": " + text);
  }

  @Override
  public void routeFrame(NodeName neighbour, byte[] frame, boolean stayOnTcp) {
    frames.add(new Frame(neighbour, frame, stayOnTcp));
  }

  @Override
  public void countTcpSent(int bytes) {}

  @Override
  public void countDrop(DropReason reason) {
    drops.add(reason);
  }

  @Override
  public void sendProbe(NodeName to, byte[] frame) {
    order.add("probe");
    probes.computeIfAbsent(to, key -> new ArrayList<>()).add(frame);
  }

  @Override
  public void sendLocalProbe(NodeName to, byte[] frame, int port, int turn) {
    localProbes.add(new LocalProbe(to, frame, port, turn));
  }
}
