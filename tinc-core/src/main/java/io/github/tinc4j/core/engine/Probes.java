package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.path.PathPort;
import java.util.ArrayList;
import java.util.List;

/**
 * What MTU discovery brings about. Its probes wait for the end of the round: the packet threads
 * seal them with the keys of the table that is published then.
 */
final class Probes implements PathPort {

  private final Publication publication;
  private final Effects effects;
  private final List<Runnable> waiting = new ArrayList<>();

  Probes(Publication publication, Effects effects) {
    this.publication = publication;
    this.effects = effects;
  }

  @Override
  public void sendProbe(NodeEntry to, byte[] frame) {
    waiting.add(() -> effects.sendProbe(to.name(), frame));
  }

  @Override
  public void sendLocalProbe(NodeEntry to, byte[] frame, int port, int turn) {
    waiting.add(() -> effects.sendLocalProbe(to.name(), frame, port, turn));
  }

  @Override
  public void pathChanged(NodeEntry node) {
    publication.add(new MeshEvent.PathChanged(node.name(), node.udpAddress(), node.path().view()));
  }

  /** Whether there is none to send. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The newest table is published. */
  void send() {
    waiting.forEach(Runnable::run);
    waiting.clear();
  }
}
