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

  private HostVariables() {}

  static HostConfig read(Settings settings, NodeName name, @Nullable RSAPublicKey key)
      throws ConfigurationException {
    HostConfig.Builder host =
        HostConfig.builder(name)
            .publicKey(key)
            .port(settings.integer("Port", DEFAULT_PORT, 0, 65535))
            .weight(settings.integer("Weight"))
            .indirectData(settings.flag("IndirectData"))
            .tcpOnly(settings.flag("TCPOnly"))
            .clampMss(settings.bool("ClampMSS"));
    Integer pmtu = settings.integer("PMTU");
    if (pmtu != null) {
      host.pmtu(Math.min(Math.max(pmtu, 1), 1518));
    }
    for (Assignment assignment : settings.all("Address")) {
      host.address(address(assignment));
    }
    return host.build();
  }

  private static HostAddress address(Assignment assignment) throws ConfigurationException {
    String[] parts = assignment.value().split("[ \t]+", 2);
    if (parts.length == 1) {
      return new HostAddress(parts[0], -1);
    }
    Integer port = Settings.leadingInteger(parts[1]);
    if (port == null || port < 1 || port > 65535) {
      throw assignment.wrong("port not 1 to 65535: '" + parts[1] + "'");
    }
    return new HostAddress(parts[0], port);
  }
}
