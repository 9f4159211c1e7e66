package io.github.tinc4j.examples.tincd;

import io.github.tinc4j.api.AddressText;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.NodeName;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says what happens in the mesh, in tincd's words where it has some. */
final class EventLog implements MeshListener {

  private final DaemonLog log;

  /** The path last heard of, by reachable node. */
  private final Map<NodeName, MeshEvent.PathChanged> paths = new HashMap<>();

  EventLog(DaemonLog log) {
    this.log = log;
  }

  @Override
  public void connectionOpened(MeshEvent.ConnectionOpened event) {
    log.log(
        DaemonLog.CONNECTIONS,
        "Connection with "
            + event.connection().peer()
            + place(event.connection().remote())
            + " activated");
  }

  @Override
  public void connectionClosed(MeshEvent.ConnectionClosed event) {
    String what =
        event.wasActive()
            ? "Connection with"
            : event.outgoing() ? "Attempt to connect to" : "Handshake with";
    Object peer = event.peer() == null ? "<unknown>" : event.peer();
    log.log(
        DaemonLog.CONNECTIONS,
        what + " " + peer + place(event.remote()) + " closed: " + event.reason());
  }

  @Override
  public void nodeReachable(MeshEvent.NodeReachable event) {
    log.log(
        DaemonLog.CONNECTIONS,
        "Node "
            + event.node()
            + " (nexthop "
            + event.nexthop()
            + ", via "
            + event.via()
            + ") became reachable");
  }

  @Override
  public void nodeUnreachable(MeshEvent.NodeUnreachable event) {
    paths.remove(event.node());
    log.log(DaemonLog.CONNECTIONS, "Node " + event.node() + " became unreachable");
  }

  @Override
  public void pathChanged(MeshEvent.PathChanged event) {
    MeshEvent.PathChanged before = paths.put(event.node(), event);
    @Nullable InetSocketAddress address = event.udpAddress();
    if (before == null || !Objects.equals(before.udpAddress(), address)) {
      log.log(
          DaemonLog.STATUS,
          "UDP address of "
              + event.node()
              + (address == null ? " cleared" : " set to " + words(address)));
    }
    if (event.path().fixed() && (before == null || !before.path().equals(event.path()))) {
      log.log(DaemonLog.STATUS, "MTU of " + event.node() + " fixed to " + event.path().mtu());
    }
  }

  @Override
  public void edgeAdded(MeshEvent.EdgeAdded event) {
    log.log(
        DaemonLog.REQUESTS,
        "Edge from "
            + event.edge().from()
            + " to "
            + event.edge().to()
            + ", weight "
            + event.edge().weight());
  }

  @Override
  public void edgeRemoved(MeshEvent.EdgeRemoved event) {
    log.log(
        DaemonLog.REQUESTS,
        "No edge from " + event.edge().from() + " to " + event.edge().to() + " any more");
  }

  @Override
  public void subnetAdded(MeshEvent.SubnetAdded event) {
    log.log(DaemonLog.REQUESTS, "Subnet " + event.subnet() + " owner " + event.owner());
  }

  @Override
  public void subnetRemoved(MeshEvent.SubnetRemoved event) {
    log.log(
        DaemonLog.REQUESTS, "Subnet " + event.subnet() + " no longer owned by " + event.owner());
  }

  @Override
  public void eventsLost(MeshEvent.EventsLost event) {
    log.log(DaemonLog.ALWAYS, event.count() + " events are missing here: the log was too slow");
  }

  private static String place(InetSocketAddress address) {
    return " (" + words(address) + ")";
  }

  /** An address as tincd writes it. */
  static String words(InetSocketAddress address) {
    String host =
        address.isUnresolved() ? address.getHostString() : AddressText.of(address.getAddress());
    return host + " port " + address.getPort();
  }
}
