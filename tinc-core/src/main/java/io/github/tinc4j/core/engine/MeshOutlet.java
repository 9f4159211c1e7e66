package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.mesh.MeshPort;
import io.github.tinc4j.core.mesh.NodeEntry;
import io.github.tinc4j.core.path.PmtuDiscovery;
import java.util.Map;

/** Takes what happens in the mesh to listeners, scripts and MTU discovery. */
final class MeshOutlet implements MeshPort {

  private final Publication publication;
  private final Effects effects;
  private final PmtuDiscovery pmtu;

  MeshOutlet(Publication publication, Effects effects, PmtuDiscovery pmtu) {
    this.publication = publication;
    this.effects = effects;
    this.pmtu = pmtu;
  }

  @Override
  public void notify(MeshEvent event) {
    publication.add(event);
  }

  @Override
  public void runScript(String script, Map<String, String> environment) {
    effects.runScript(script, environment);
  }

  @Override
  public void reachabilityChanged(NodeEntry node) {
    pmtu.forget(node);
  }

  @Override
  public void keyed(NodeEntry node) {
    pmtu.keyed(node);
  }
}
