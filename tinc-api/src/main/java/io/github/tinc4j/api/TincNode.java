package io.github.tinc4j.api;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A running member of a tinc mesh.
 *
 * <p>Made by {@link #builder()}; all methods may be called from any thread. The node uses threads
 * of its own from {@link TincNodeBuilder#start} until {@link #close}; it installs no shutdown hook
 * and keeps no static state, so any number of nodes run in one program.
 *
 * <pre>{@code
 * try (TincNode node = TincNode.builder().configDirectory(Path.of("/etc/tinc/office")).start()) {
 *   node.awaitReachable(NodeName.of("beta"), Duration.ofSeconds(10));
 *   node.subnets().owner(address).ifPresent(System.out::println);
 * }
 * }</pre>
 */
public interface TincNode extends AutoCloseable {

  /** A builder for a node that is not started yet. */
  static TincNodeBuilder builder() {
    return new TincNodeBuilder();
  }

  /** The node's own name. */
  NodeName name();

  /** The whole mesh at one moment. Never blocks. */
  MeshView mesh();

  /** All nodes known, ourselves among them, by name. Never blocks. */
  default List<NodeInfo> nodes() {
    return mesh().nodes();
  }

  /** All edges known, by weight, then names. Never blocks. */
  default List<EdgeInfo> edges() {
    return mesh().edges();
  }

  /** Our active meta connections, by peer. Never blocks. */
  default List<ConnectionInfo> connections() {
    return mesh().connections();
  }

  /** Who owns which address. */
  SubnetTable subnets();

  /** What has been moved and dropped so far. Never blocks. */
  TrafficCounters counters();

  /** The TCP addresses this node listens on, with the port really bound. */
  List<InetSocketAddress> listenAddresses();

  /**
   * Waits until {@code node} is reachable.
   *
   * @param timeout the longest wait; zero only asks
   * @return whether it is reachable; false when the time ran out or the node was closed
   * @throws InterruptedException when the calling thread is interrupted
   */
  boolean awaitReachable(NodeName node, Duration timeout) throws InterruptedException;

  /**
   * Keeps a meta connection to {@code node} from now on, as {@code ConnectTo} does: retries with a
   * growing delay, over all its addresses. Returns at once; no effect when it is kept already.
   *
   * @throws IllegalStateException when the node is closed
   */
  void connect(NodeName node);

  /**
   * Ends the meta connection to {@code node}, if there is one, and gives up trying for one; the
   * node at the other end may connect again. Returns when our side is closed.
   *
   * @return whether there was a connection
   * @throws IllegalStateException when the node is closed
   */
  boolean disconnect(NodeName node);

  /** Completes when the node has stopped; exceptionally, with the cause, when it failed. */
  CompletionStage<Void> whenStopped();

  /**
   * Leaves the mesh: closes all connections, the device and the sockets, and ends all threads.
   * Returns when this is done; further calls wait for the same and do nothing else. A listener that
   * does not return for ten seconds is interrupted and waited for no longer. Called from a {@link
   * MeshListener}, it returns before the thread of that listener has ended; with a {@linkplain
   * TincNodeBuilder#callbackExecutor callback executor}, before the last events are delivered;
   * called by a device or by {@code KnownHosts} on a thread of the node, at once.
   */
  @Override
  void close();
}
