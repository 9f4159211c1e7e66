package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.api.config.HostConfig;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;

/** The variables of a peer's host file (spec 40, 3, "P"). */
final class HostVariables {

  private static final int DEFAULT_PORT = 655;
  private static final int LARGEST_FRAME = 1518;

  private HostVariables() {}

  /**
   * Reads all of them. As with tincd, one that has no legal value is logged and left out, for it
   * does not keep the peer from connecting to us.
   */
  static HostConfig read(
      Settings settings, ServiceNames services, NodeName name, @Nullable RSAPublicKey key) {
    HostConfig.Builder host =
        HostConfig.builder(name)
            .publicKey(key)
            .port(port(settings, services))
            .weight(settings.integer("Weight"))
            .indirectData(settings.flag("IndirectData"))
            .tcpOnly(settings.flag("TCPOnly"))
            .clampMss(settings.bool("ClampMSS"));
    Integer pmtu = settings.integer("PMTU");
    if (pmtu != null) {
      host.pmtu(Math.min(Math.max(pmtu, 1), LARGEST_FRAME));
    }
    for (Assignment assignment : settings.all("Subnet")) {
      try {
        host.subnet(NodeVariables.subnet(assignment));
      } catch (ConfigurationException e) {
        Settings.warn(e, "left out");
      }
    }
    for (Assignment assignment : settings.all("Address")) {
      HostAddress address = address(assignment, services);
      if (address == null) {
        Settings.warn(assignment, "no port: '" + assignment.value() + "'", "left out");
      } else {
        host.address(address);
      }
    }
    return host.build();
  }

  private static int port(Settings settings, ServiceNames services) {
    Assignment assignment = settings.first("Port");
    if (assignment == null) {
      return DEFAULT_PORT;
    }
    Integer port = services.port(assignment.value());
    if (port == null) {
      Settings.warn(assignment, "no port: '" + assignment.value() + "'", "the default is used");
      return DEFAULT_PORT;
    }
    return port;
  }

  private static @Nullable HostAddress address(Assignment assignment, ServiceNames services) {
    String[] parts = assignment.value().split("[ \t]+", 2);
    if (parts.length == 1) {
      return new HostAddress(parts[0], -1);
    }
    Integer port = services.port(parts[1]);
    return port == null || port == 0 ? null : new HostAddress(parts[0], port);
  }
}
