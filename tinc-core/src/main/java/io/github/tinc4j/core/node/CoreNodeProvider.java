package io.github.tinc4j.core.node;

import io.github.tinc4j.api.TincException;
import io.github.tinc4j.api.TincNode;
import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.core.config.DirectoryConfig;
import io.github.tinc4j.core.io.HostSystems;
import io.github.tinc4j.spi.NodeProvider;
import java.nio.file.Path;

/** What {@code TincNode.builder()} finds. */
public final class CoreNodeProvider implements NodeProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CoreNodeProvider() {}

  @Override
  public TincNode start(Setup setup) throws TincException {
    return Assembly.start(setup);
  }

  @Override
  public ConfigDirectory configDirectory(Path path) {
    return DirectoryConfig.of(path, () -> HostSystems.find().available());
  }
}
