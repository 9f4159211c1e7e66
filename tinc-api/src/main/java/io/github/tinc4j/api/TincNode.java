package io.github.tinc4j.api;

import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
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

  /**
   * Takes new settings while the node runs, and keeps every connection that they still allow, as
   * tincd does at SIGHUP (spec 40, 8). Returns when the following is done; what it does to the mesh
   * is announced as if it had come about by other calls.
   *
   * <ul>
   *   <li>{@code ConnectTo}: a connection is kept to each node that is named, attempts under way
   *       begin anew; to a node no longer named none is kept, but one that is open stays. What
   *       {@link #connect} was called for is kept on.
   *   <li>{@link NodeConfig#hosts}: asked from now on. A connection with a node that it does not
   *       know, or of which it says something else than when the connection was made, is closed
   *       (compared by {@link io.github.tinc4j.api.config.HostConfig#equals}). With {@code
   *       StrictSubnets} or {@code TunnelServer} the subnets that it names are believed from now
   *       on.
   *   <li>{@code Subnet}: those not named any more are withdrawn, new ones announced. Those of
   *       {@link SubnetTable#announce} stay.
   *   <li>{@code ClampMSS} and {@code PMTU}: for connections that are made from now on.
   *   <li>{@code ScriptsInterpreter}, {@code GraphDumpFile}: from now on.
   * </ul>
   *
   * <p>All other settings keep the value that the node was started with. Several calls at once are
   * carried out one after the other.
   *
   * @return the variables, by name, whose value in {@code config} differs from that in use and
   *     takes effect when the node is started anew; {@code NetName} and {@code ScriptDirectory} are
   *     named like variables
   * @throws ConfigurationException when the node could not be started with {@code config}: a
   *     cipher, digest, length or key cannot be used, or {@code Name} is another; nothing has
   *     changed then
   * @throws IllegalStateException when the node is closed
   */
  List<String> reload(NodeConfig config) throws ConfigurationException;

  /**
   * Does now what waits for its time, as tincd does at SIGALRM: attempts to connect that wait are
   * made, MTU discovery takes its next step with each node, and every neighbour is asked whether it
   * is there. For a program that knows that the network has changed. Returns when this has begun.
   *
   * @throws IllegalStateException when the node is closed
   */
  void retry();

  /**
   * Forgets all nodes that cannot be reached, with their edges and subnets, and tells the mesh, as
   * tincd does at SIGWINCH (spec 30, 6). Returns when {@link #mesh} no longer shows them; one that
   * an edge of a reachable node leads to stays.
   *
   * @throws IllegalStateException when the node is closed
   */
  void purge();

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
