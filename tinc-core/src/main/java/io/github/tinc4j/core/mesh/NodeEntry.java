package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.NodeOptions;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.tunnel.OpeningKey;
import io.github.tinc4j.core.tunnel.SealingKey;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is known of one node; edited by the handlers of this package. */
public final class NodeEntry {

  /** No local UDP socket is known to suit the node. */
  public static final int NO_SOCKET = -1;

  private final NodeName name;
  private final TreeMap<NodeName, Edge> edges = new TreeMap<>();
  private final PathProgress path = new PathProgress();

  // Written by Graph.
  private boolean reachable;
  private NodeOptions options = NodeOptions.NONE;
  private @Nullable NodeEntry nexthop;
  private @Nullable NodeEntry via;
  private @Nullable Edge lastEdge;

  private @Nullable MetaConnection connection;
  private @Nullable InetSocketAddress udpAddress;
  private int socket = NO_SOCKET;

  private @Nullable SealingKey sealing;
  private @Nullable OpeningKey opening;
  private boolean keyRequested;
  private long keyRequestedNs;
  private final KeyWay sealingWay = new KeyWay();
  private final KeyWay openingWay = new KeyWay();

  NodeEntry(NodeName name) {
    this.name = name;
  }

  /** Its name. */
  public NodeName name() {
    return name;
  }

  /** The edges that it announced, by the name of the other end. */
  Collection<Edge> edges() {
    return edges.values();
  }

  @Nullable Edge edgeTo(NodeName to) {
    return edges.get(to);
  }

  void putEdge(Edge edge) {
    edges.put(edge.to().name(), edge);
  }

  void removeEdge(Edge edge) {
    edges.remove(edge.to().name());
  }

  /** What MTU discovery has found. */
  public PathProgress path() {
    return path;
  }

  /** Whether a path of edges leads to it. */
  public boolean isReachable() {
    return reachable;
  }

  /** Its options, as the edge that leads to it shows them. */
  public NodeOptions options() {
    return options;
  }

  /** The neighbour that requests to it go through; null while it is unreachable. */
  public @Nullable NodeEntry nexthop() {
    return nexthop;
  }

  /** The last node on the way to it that takes UDP from us; null while it is unreachable. */
  public @Nullable NodeEntry via() {
    return via;
  }

  /**
   * The port that it takes UDP on, as the edge that leads to it says; -1 while it is unreachable or
   * that edge has no numeric address.
   */
  public int edgePort() {
    InetSocketAddress address = lastEdge == null ? null : lastEdge.numeric();
    return address == null ? -1 : address.getPort();
  }

  void setRoute(NodeEntry nextNexthop, NodeEntry nextVia, Edge nextLastEdge) {
    nexthop = nextNexthop;
    via = nextVia;
    lastEdge = nextLastEdge;
    options = nextLastEdge.options();
  }

  /** This is our own node. */
  void setRouteToItself() {
    nexthop = this;
    via = this;
  }

  void becameReachable() {
    reachable = true;
    forgetPath();
  }

  void becameUnreachable() {
    reachable = false;
    nexthop = null;
    via = null;
    lastEdge = null;
    options = NodeOptions.NONE;
    udpAddress = null;
    socket = NO_SOCKET;
    forgetPath();
  }

  private void forgetPath() {
    setSealing(null);
    keyRequested = false;
    path.reset();
  }

  /** Our active connection to it, or null. */
  public @Nullable MetaConnection connection() {
    return connection;
  }

  /** Sets {@link #connection}. */
  public void attach(@Nullable MetaConnection value) {
    connection = value;
  }

  /** Where it takes UDP, or null while that is not known. */
  public @Nullable InetSocketAddress udpAddress() {
    return udpAddress;
  }

  /** Sets {@link #udpAddress}. */
  public void setUdpAddress(@Nullable InetSocketAddress value) {
    udpAddress = value;
  }

  /** The local UDP socket its datagrams came in on, or {@link #NO_SOCKET}. */
  public int socket() {
    return socket;
  }

  /** Sets {@link #socket}. */
  public void setSocket(int value) {
    socket = value;
  }

  /** The key it gave us, or null while we hold none. */
  public @Nullable SealingKey sealing() {
    return sealing;
  }

  void setSealing(@Nullable SealingKey value) {
    if (sealing != null && sealing != value) {
      sealing.release();
    }
    sealing = value;
  }

  /** The key we gave it, or null while it has none. */
  @Nullable OpeningKey opening() {
    return opening;
  }

  void setOpening(@Nullable OpeningKey value) {
    if (opening != null && opening != value) {
      opening.release();
    }
    opening = value;
  }

  /** Nothing is sent to it or taken from it any more. */
  void dropKeys() {
    setSealing(null);
    setOpening(null);
  }

  /** Whether its key was asked for less than {@code intervalNs} ago. */
  boolean keyRequestedWithin(long intervalNs, long nowNs) {
    return keyRequested && nowNs - keyRequestedNs < intervalNs;
  }

  void keyRequested(long nowNs) {
    keyRequested = true;
    keyRequestedNs = nowNs;
  }

  void allowKeyRequest() {
    keyRequested = false;
  }

  /** How the key came that it gave us last. */
  KeyWay sealingWay() {
    return sealingWay;
  }

  /** How the key went that we gave it last. */
  KeyWay openingWay() {
    return openingWay;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
