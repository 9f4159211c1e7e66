package io.github.tinc4j.core.event;

import io.github.tinc4j.api.DropReason;
import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshView;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.core.forward.ForwardingTable;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * The port that the engine acts through. All methods are called on the control thread, return at
 * once and never throw; what comes of them arrives later as an input of the engine, never from
 * inside the call.
 */
public interface Effects {

  /** Begins to open a TCP connection; answered by {@code connected} or {@code disconnected}. */
  void connect(ConnectionId id, InetSocketAddress remote);

  /**
   * Runs a shell command whose input and output are the connection; answered by {@code connected}
   * or {@code disconnected}. The command is ended with the connection.
   *
   * @param environment its variables beyond those of this process
   */
  void execute(ConnectionId id, String command, Map<String, String> environment);

  /**
   * Sends bytes on a connection, or queues what the system does not take now. The array is the
   * driver's from now on.
   *
   * @return whether nothing waits; if something does, {@code outputDrained} follows when it is gone
   */
  boolean send(ConnectionId id, byte[] bytes);

  /** How many bytes wait to be sent on a connection; 0 when it is gone. */
  int queuedBytes(ConnectionId id);

  /**
   * Closes a connection at once; nothing more is heard of it. What waits is sent if it can be now.
   */
  void close(ConnectionId id);

  /** Looks up a host name; answered by {@code resolved}. */
  void resolve(long lookup, String host, int port);

  /** Gives the packet threads a new table, and readers a new view of the mesh. */
  void publish(ForwardingTable table, MeshView view);

  /** Tells the listeners. */
  void notify(MeshEvent event);

  /**
   * Runs a script, after those asked for before.
   *
   * @param script its name in the configuration directory, such as {@code host-up}
   * @param environment its variables beyond those that are the same for all scripts
   */
  void runScript(String script, Map<String, String> environment);

  /**
   * Writes the graph, elsewhere.
   *
   * @param target {@code GraphDumpFile}: a file, or {@code |} and a shell command
   */
  void dumpGraph(String target, String text);

  /**
   * Routes a frame that came through a meta connection.
   *
   * @param neighbour the peer of that connection
   * @param stayOnTcp whether it is marked "arrived by TCP": relayed, it takes TCP again
   */
  void routeFrame(NodeName neighbour, byte[] frame, boolean stayOnTcp);

  /** Counts a frame that went out through a meta connection. */
  void countTcpSent(int bytes);

  /** Counts a frame that did not go out. */
  void countDrop(DropReason reason);

  /** Seals an MTU probe and sends it by UDP. */
  void sendProbe(NodeName to, byte[] frame);

  /**
   * Seals an MTU probe and sends it by UDP to all hosts of the local network.
   *
   * @param to whose key it is sealed with
   * @param port the UDP port to send it to
   * @param turn counts up, so that each of several local networks has its turn
   */
  void sendLocalProbe(NodeName to, byte[] frame, int port, int turn);
}
