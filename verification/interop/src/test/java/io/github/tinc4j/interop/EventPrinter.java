package io.github.tinc4j.interop;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;

/** Prints what a node's listener hears, after the node's name. */
final class EventPrinter implements MeshListener {

  private final String node;

  EventPrinter(String node) {
    this.node = node;
  }

  private void print(MeshEvent event) {
    System.out.println(node + " " + event);
  }

  @Override
  public void nodeReachable(MeshEvent.NodeReachable event) {
    print(event);
  }

  @Override
  public void nodeUnreachable(MeshEvent.NodeUnreachable event) {
    print(event);
  }

  @Override
  public void edgeAdded(MeshEvent.EdgeAdded event) {
    print(event);
  }

  @Override
  public void edgeRemoved(MeshEvent.EdgeRemoved event) {
    print(event);
  }

  @Override
  public void subnetAdded(MeshEvent.SubnetAdded event) {
    print(event);
  }

  @Override
  public void subnetRemoved(MeshEvent.SubnetRemoved event) {
    print(event);
  }

  @Override
  public void connectionOpened(MeshEvent.ConnectionOpened event) {
    print(event);
  }

  @Override
  public void connectionClosed(MeshEvent.ConnectionClosed event) {
    print(event);
  }

  @Override
  public void pathChanged(MeshEvent.PathChanged event) {
    print(event);
  }

  @Override
  public void nodeStopped(MeshEvent.NodeStopped event) {
    print(event);
  }

  @Override
  public void eventsLost(MeshEvent.EventsLost event) {
    print(event);
  }
}
