package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.core.connect.ConnectPort;
import io.github.tinc4j.core.event.Effects;
import io.github.tinc4j.core.mesh.Mesh;
import io.github.tinc4j.core.meta.Identities;
import io.github.tinc4j.core.meta.MetaConnection;
import io.github.tinc4j.core.meta.MetaOwner;
import io.github.tinc4j.core.proxy.ProxyHandshake;
import io.github.tinc4j.core.wire.WireAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens connections to nodes: straight, through a proxy server, or by a command (spec 10, 10). */
final class Connector implements ConnectPort {

  private final SettingsCell settings;
  private final Identities identities;
  private final MetaOwner owner;
  private final Mesh mesh;
  private final Effects effects;

  /**
   * Connects {@code mesh}.
   *
   * @param owner whom the connections report to
   */
  Connector(
      SettingsCell settings, Identities identities, MetaOwner owner, Mesh mesh, Effects effects) {
    this.settings = settings;
    this.identities = identities;
    this.owner = owner;
    this.mesh = mesh;
    this.effects = effects;
  }

  @Override
  public @Nullable HostConfig host(NodeName name) {
    return identities.host(name);
  }

  @Override
  public @Nullable MetaConnection activeConnection(NodeName name) {
    return mesh.neighbours().all().stream()
        .filter(connection -> connection.isActive() && name.equals(connection.peer()))
        .findFirst()
        .orElse(null);
  }

  @Override
  public MetaConnection open(
      NodeName to,
      InetSocketAddress address,
      @Nullable InetSocketAddress proxyAddress,
      long attemptNs) {
    ProxySettings proxy = settings.config().proxy();
    ProxyHandshake handshake =
        proxy instanceof ProxySettings.Server server ? ProxyHandshake.of(server, address) : null;
    MetaConnection connection =
        MetaConnection.outgoing(
            mesh.neighbours().newId(),
            address,
            to,
            handshake,
            identities,
            owner,
            attemptNs,
            mesh.nowNs());
    mesh.neighbours().add(connection);
    if (proxy instanceof ProxySettings.Exec exec) {
      effects.execute(connection.id(), exec.command(), environment(to, address));
    } else {
      effects.connect(connection.id(), proxyAddress == null ? address : proxyAddress);
    }
    return connection;
  }

  /** What the command of {@code Proxy = exec} is told (spec 10, 10). */
  private Map<String, String> environment(NodeName to, InetSocketAddress address) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NAME", settings.config().name().value());
    environment.put("NODE", to.value());
    environment.put(
        "REMOTEADDRESS",
        address.isUnresolved() ? address.getHostString() : WireAddress.of(address).host());
    environment.put("REMOTEPORT", Integer.toString(address.getPort()));
    String netName = settings.config().netName();
    if (netName != null) {
      environment.put("NETNAME", netName);
    }
    return environment;
  }

  @Override
  public void resolve(long lookup, String host, int port) {
    effects.resolve(lookup, host, port);
  }
}
