package io.github.tinc4j.api;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Something that happened in the mesh, as this node sees it. */
public sealed interface MeshEvent {

  /** Calls the method of {@code listener} that is for this kind of event. */
  void deliverTo(MeshListener listener);

  /**
   * A path of edges now leads to a node.
   *
   * @param node the node
   * @param nexthop the neighbour that leads to it
   * @param via the last node on the way that we may send UDP to
   */
  record NodeReachable(NodeName node, NodeName nexthop, NodeName via) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.nodeReachable(this);
    }
  }

  /** No path of edges leads to a node any more. */
  record NodeUnreachable(NodeName node) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.nodeUnreachable(this);
    }
  }

  /** An edge was announced, or one known changed its address, options or weight. */
  record EdgeAdded(EdgeInfo edge) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.edgeAdded(this);
    }
  }

  /** An edge is gone. */
  record EdgeRemoved(EdgeInfo edge) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.edgeRemoved(this);
    }
  }

  /** A subnet was announced. */
  record SubnetAdded(Subnet subnet, NodeName owner) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.subnetAdded(this);
    }
  }

  /** A subnet was withdrawn. */
  record SubnetRemoved(Subnet subnet, NodeName owner) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.subnetRemoved(this);
    }
  }

  /** A meta connection is authenticated and active. */
  record ConnectionOpened(ConnectionInfo connection) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.connectionOpened(this);
    }
  }

  /**
   * A meta connection, or the attempt at one, ended.
   *
   * @param peer the node it was to; null when that never became known
   * @param remote the TCP address of the other end, beyond a proxy if there is one; unresolved when
   *     only the proxy knows it
   * @param outgoing whether we opened it
   * @param wasActive whether {@link ConnectionOpened} had been reported
   * @param reason why
   */
  record ConnectionClosed(
      @Nullable NodeName peer,
      InetSocketAddress remote,
      boolean outgoing,
      boolean wasActive,
      CloseReason reason)
      implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.connectionClosed(this);
    }
  }

  /**
   * The UDP path to a node changed: its address, or what is known of its MTU.
   *
   * @param node the node
   * @param udpAddress where we send UDP to it now; null when unknown
   * @param path what is known of the path now
   */
  record PathChanged(NodeName node, @Nullable InetSocketAddress udpAddress, PathMtu path)
      implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.pathChanged(this);
    }
  }

  /**
   * The node has stopped. The last event.
   *
   * @param cause what made it fail; null after {@link TincNode#close}
   */
  record NodeStopped(@Nullable Throwable cause) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.nodeStopped(this);
    }
  }

  /**
   * The listener was too slow: its queue was full and events were left out. A fresh {@link
   * TincNode#mesh} shows the state that they led to.
   *
   * @param count how many events are missing before the next one
   */
  record EventsLost(long count) implements MeshEvent {
    @Override
    public void deliverTo(MeshListener listener) {
      listener.eventsLost(this);
    }
  }
}
