package io.github.tinc4j.api;

import io.github.tinc4j.api.config.ConfigDirectory;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.spi.DeviceException;
import io.github.tinc4j.spi.NodeProvider;
import io.github.tinc4j.spi.TunDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Prepares a node. It needs either a {@linkplain #config configuration made in code} or a
 * {@linkplain #configDirectory directory} as tincd uses it. Not thread-safe; each method returns
 * this builder.
 */
public final class TincNodeBuilder {

  private @Nullable NodeConfig config;
  private @Nullable Path configDirectory;
  private @Nullable String netName;
  private final List<String> options = new ArrayList<>();
  private @Nullable TunDevice device;
  private final List<MeshListener> listeners = new ArrayList<>();
  private @Nullable Executor callbackExecutor;

  TincNodeBuilder() {}

  /** Settings made in code; no file is read. */
  public TincNodeBuilder config(NodeConfig value) {
    this.config = Objects.requireNonNull(value);
    return this;
  }

  /** Settings, keys and scripts of a tinc configuration directory, read by {@link #start}. */
  public TincNodeBuilder configDirectory(Path value) {
    this.configDirectory = Objects.requireNonNull(value);
    return this;
  }

  /** The name of the network of a {@link #configDirectory}, as {@code tincd -n} sets it. */
  public TincNodeBuilder netName(String value) {
    this.netName = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Adds an assignment that wins over the files of a {@link #configDirectory}, as {@code tincd -o}
   * does: {@code KEY=VALUE} or {@code HOST.KEY=VALUE}.
   */
  public TincNodeBuilder option(String assignment) {
    this.options.add(Objects.requireNonNull(assignment));
    return this;
  }

  /**
   * A device to use instead of the one that the settings name. It is closed when the node ends, and
   * when {@link #start} fails.
   */
  public TincNodeBuilder device(TunDevice value) {
    this.device = Objects.requireNonNull(value);
    return this;
  }

  /** Adds a listener; it hears all events from the first on. */
  public TincNodeBuilder listener(MeshListener value) {
    this.listeners.add(Objects.requireNonNull(value));
    return this;
  }

  /**
   * Where listeners are called, instead of a thread of the node's own. The node never submits a
   * task before the one before it has ended, so events stay in order in any executor.
   */
  public TincNodeBuilder callbackExecutor(Executor value) {
    this.callbackExecutor = Objects.requireNonNull(value);
    return this;
  }

  /**
   * Starts the node: opens its device and sockets and begins to connect. Returns when it listens.
   *
   * @return the running node, to be closed by the caller
   * @throws ConfigurationException when the settings cannot be used
   * @throws DeviceException when the device cannot be opened
   * @throws TincException when the sockets cannot be opened
   * @throws IllegalStateException when not exactly one of {@link #config} and {@link
   *     #configDirectory} was given, or no implementation is on the class path
   */
  public TincNode start() throws TincException {
    try {
      NodeProvider provider = NodeProvider.find();
      return provider.start(
          new NodeProvider.Setup(settings(), device, listeners, callbackExecutor));
    } catch (TincException | RuntimeException e) {
      if (device != null) {
        device.close();
      }
      throw e;
    }
  }

  private NodeConfig settings() throws ConfigurationException {
    if (config != null && configDirectory == null) {
      if (netName != null || !options.isEmpty()) {
        throw new IllegalStateException("netName and option need a configDirectory");
      }
      return config;
    }
    if (configDirectory != null && config == null) {
      return ConfigDirectory.of(configDirectory).load(netName, options);
    }
    throw new IllegalStateException("give exactly one of config and configDirectory");
  }
}
