package io.github.tinc4j.spi;

import io.github.tinc4j.api.MeshListener;
import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.api.config.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The implementation behind {@code TincNode.builder()}; {@code tinc-core} registers one. */
public interface NodeProvider {

  /**
   * Starts a node.
   *
   * @throws TincException when it cannot start; nothing of it is left running then
   */
  TincNode start(Setup setup) throws TincException;

  /** The configuration directory {@code path}; nothing is read yet. */
  ConfigDirectory configDirectory(Path path);

  /**
   * What a node is started with.
   *
   * @param config its settings
   * @param device the device to use, which the node closes at its end; null opens the one that the
   *     settings name
   * @param listeners who hears its events, in this order
   * @param callbackExecutor where listeners are called; null for a thread of the node's own
   */
  record Setup(
      NodeConfig config,
      @Nullable TunDevice device,
      List<MeshListener> listeners,
      @Nullable Executor callbackExecutor) {

    /** Copies the list. */
    public Setup {
      listeners = List.copyOf(listeners);
    }
  }

  /**
   * The provider on the class path or module path.
   *
   * @throws IllegalStateException when there is none
   */
  static NodeProvider find() {
    return ServiceLoader.load(NodeProvider.class, NodeProvider.class.getClassLoader())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no implementation found: add tinc-core at run time"));
  }
}
