package io.github.tinc4j.api;

/**
 * Hears what happens in the mesh.
 *
 * <p>Events come one at a time and in the order in which they happened, on a thread of their own
 * (or in the executor given to {@link TincNodeBuilder#callbackExecutor}), never on a thread that
 * moves packets or speaks to peers. A slow listener holds up nothing but later events; past a
 * bounded queue events are left out and counted ({@link MeshEvent.EventsLost}). What a listener
 * throws is logged, and the next event comes all the same.
 */
public interface MeshListener {

  /** A path of edges now leads to a node. */
  default void nodeReachable(MeshEvent.NodeReachable event) {}

  /** No path of edges leads to a node any more. */
  default void nodeUnreachable(MeshEvent.NodeUnreachable event) {}

  /** An edge was announced, or one known changed. */
  default void edgeAdded(MeshEvent.EdgeAdded event) {}

  /** An edge is gone. */
  default void edgeRemoved(MeshEvent.EdgeRemoved event) {}

  /** A subnet was announced. */
  default void subnetAdded(MeshEvent.SubnetAdded event) {}

  /** A subnet was withdrawn. */
  default void subnetRemoved(MeshEvent.SubnetRemoved event) {}

  /** A meta connection is authenticated and active. */
  default void connectionOpened(MeshEvent.ConnectionOpened event) {}

  /** A meta connection, or the attempt at one, ended. */
  default void connectionClosed(MeshEvent.ConnectionClosed event) {}

  /** The UDP path to a node changed: its address, or what is known of its MTU. */
  default void pathChanged(MeshEvent.PathChanged event) {}

  /** The node has stopped; no event follows. */
  default void nodeStopped(MeshEvent.NodeStopped event) {}

  /** Events are missing here because this listener was too slow. */
  default void eventsLost(MeshEvent.EventsLost event) {}
}
