package io.github.tinc4j.core.mesh;

import io.github.tinc4j.api.MeshEvent;
import java.util.Map;

/** What the handlers of this package bring about outside of it. */
public interface MeshPort {

  /** Tells the listeners. */
  void notify(MeshEvent event);

  /** Runs a script of the configuration directory, with these variables besides the common ones. */
  void runScript(String script, Map<String, String> environment);

  /** A node became reachable or unreachable. */
  void reachabilityChanged(NodeEntry node);

  /** We hold a new key for a node. */
  void keyed(NodeEntry node);
}
