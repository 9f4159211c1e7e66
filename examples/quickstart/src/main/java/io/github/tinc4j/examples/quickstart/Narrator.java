package io.github.tinc4j.examples.quickstart;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.MeshListener;
import java.io.PrintStream;

/** Prints what one node sees, as it happens. */
final class Narrator implements MeshListener {

  private final String who;
  private final PrintStream out;

  Narrator(String who, PrintStream out) {
    this.who = who;
    this.out = out;
  }

  private void say(String what) {
    out.printf("  [%s] %s%n", who, what);
  }

  @Override
  public void nodeReachable(MeshEvent.NodeReachable e) {
    say(e.node() + " is reachable, nexthop " + e.nexthop() + ", via " + e.via());
  }

  @Override
  public void nodeUnreachable(MeshEvent.NodeUnreachable e) {
    say(e.node() + " is unreachable");
  }

  @Override
  public void edgeRemoved(MeshEvent.EdgeRemoved e) {
    say("edge " + e.edge().from() + " -> " + e.edge().to() + " is gone");
  }

  @Override
  public void subnetAdded(MeshEvent.SubnetAdded e) {
    say(e.owner() + " owns " + e.subnet());
  }

  @Override
  public void subnetRemoved(MeshEvent.SubnetRemoved e) {
    say(e.owner() + " no longer owns " + e.subnet());
  }

  @Override
  public void connectionOpened(MeshEvent.ConnectionOpened e) {
    say("connected with " + e.connection().peer() + ", weight " + e.connection().weight());
  }

  @Override
  public void connectionClosed(MeshEvent.ConnectionClosed e) {
    say("connection with " + e.peer() + " closed: " + e.reason());
  }

  @Override
  public void pathChanged(MeshEvent.PathChanged e) {
    if (e.path().fixed()) {
      say("UDP to " + e.node() + " at " + e.udpAddress() + ", MTU " + e.path().mtu());
    }
  }
}
