package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.ConnectionInfo;
import io.github.tinc4j.api.EdgeInfo;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeInfo;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.PacketKeyInfo;
import io.github.tinc4j.api.TrafficCounters;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.RoutingMode;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tincd logs at SIGUSR1 and SIGUSR2, in its words (spec 40, 8).
 *
 * <p>The API does not tell all that tincd does. In its place stand, for a connection: socket 0, of
 * the status that it is active and enciphered both ways, and an empty output buffer; connections
 * that are not active are left out. For a device its type and name as they are configured.
 */
final class Dumps {

  /** Status of a connection: active, output and input encrypted. */
  private static final int ACTIVE = 0xc2;

  private static final int VALID_KEY = 0x02;
  private static final int VISITED = 0x08;
  private static final int REACHABLE = 0x10;
  private static final int INDIRECT = 0x20;

  private static final PacketKeyInfo NO_KEY = new PacketKeyInfo(0, 0, 0, 0);

  private Dumps() {}

  /** The connections, for SIGUSR1. */
  static List<String> connections(MeshView mesh) {
    List<String> lines = new ArrayList<>(List.of("Connections:"));
    mesh.connections().forEach(connection -> lines.add(line(connection)));
    lines.add("End of connections.");
    return lines;
  }

  private static String line(ConnectionInfo connection) {
    return String.format(
        " %s at %s options %s socket 0 status %04x outbuf 0/0/0",
        connection.peer(), EventLog.words(connection.remote()), connection.options(), ACTIVE);
  }

  /** Statistics of the device, nodes, edges and subnets, for SIGUSR2. */
  static List<String> state(NodeConfig config, TrafficCounters counters, MeshView mesh) {
    List<String> lines = new ArrayList<>();
    lines.add("Statistics for " + device(config) + ":");
    lines.add(String.format(" total bytes in:  %10d", counters.fromDevice().bytes()));
    lines.add(String.format(" total bytes out: %10d", counters.toDevice().bytes()));
    lines.add("Nodes:");
    mesh.nodes().forEach(node -> lines.add(line(node)));
    lines.add("End of nodes.");
    lines.add("Edges:");
    mesh.edges().forEach(edge -> lines.add(line(edge)));
    lines.add("End of edges.");
    lines.add("Subnet list:");
    mesh.subnets().forEach(owned -> lines.add(" " + owned.subnet() + " owner " + owned.owner()));
    lines.add("End of subnet list.");
    return lines;
  }

  private static String device(NodeConfig config) {
    String type = config.deviceType();
    if (type == null) {
      type = config.mode() == RoutingMode.ROUTER ? "tun" : "tap";
    }
    String name = config.device() == null ? config.interfaceName() : config.device();
    return type + " device " + (name == null ? type : name);
  }

  private static String line(NodeInfo node) {
    PacketKeyInfo key = node.key() == null ? NO_KEY : node.key();
    return String.format(
        " %s at %s cipher %d digest %d maclength %d compression %d options %s status %04x"
            + " nexthop %s via %s pmtu %d (min %d max %d)",
        node.name(),
        place(node),
        key.cipher(),
        key.digest(),
        key.macLength(),
        key.compression(),
        node.options(),
        status(node),
        orDash(node.nexthop()),
        orDash(node.via()),
        node.path().mtu(),
        node.path().minMtu(),
        node.path().maxMtu());
  }

  private static String place(NodeInfo node) {
    InetSocketAddress address = node.udpAddress();
    return node.self() ? "MYSELF" : address == null ? "(null)" : EventLog.words(address);
  }

  private static int status(NodeInfo node) {
    int status = node.keyed() ? VALID_KEY : 0;
    if (node.reachable()) {
      status |= VISITED | REACHABLE;
      status |= node.name().equals(node.via()) ? 0 : INDIRECT;
    }
    return status;
  }

  private static String orDash(@Nullable NodeName name) {
    return name == null ? "-" : name.value();
  }

  private static String line(EdgeInfo edge) {
    return String.format(
        " %s to %s at %s port %s options %s weight %d",
        edge.from(), edge.to(), edge.address(), edge.port(), edge.options(), edge.weight());
  }
}
