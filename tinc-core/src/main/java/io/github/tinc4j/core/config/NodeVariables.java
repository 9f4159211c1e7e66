package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of {@code tinc.conf} and the own host file (spec 40, 3, "S"). */
final class NodeVariables {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LARGEST_FRAME = 1518;

  /** What would change the node's behaviour in ways that it does not know yet. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "Mode", "router",
          "Proxy", "none",
          "StrictSubnets", "no",
          "TunnelServer", "no",
          "LocalDiscovery", "no",
          "PriorityInheritance", "no",
          "BindToInterface", "",
          "GraphDumpFile", "");

  private NodeVariables() {}

  static NodeConfig read(Settings settings, NodeConfig.Builder config, Path file)
      throws ConfigurationException {
    for (Map.Entry<String, String> unsupported : UNSUPPORTED.entrySet()) {
      settings.refuseUnless(unsupported.getKey(), unsupported.getValue());
    }
    network(settings, config);
    device(settings, config);
    packets(settings, config);
    timers(settings, config);
    try {
      return config.build();
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(file.toString(), 0, null, String.valueOf(e.getMessage()), e);
    }
  }

  private static void network(Settings settings, NodeConfig.Builder config)
      throws ConfigurationException {
    for (Assignment assignment : settings.all("ConnectTo")) {
      // An invalid name is left out, as tincd does.
      if (NodeName.isValid(assignment.value())) {
        config.connectTo(NodeName.of(assignment.value()));
      }
    }
    for (Assignment assignment : settings.all("BindToAddress")) {
      config.bindToAddress(listenAddress(assignment));
    }
    for (Assignment assignment : settings.all("Subnet")) {
      config.subnet(subnet(assignment));
    }
    config
        .port(settings.integer("Port", 655, 0, 65535))
        .addressFamily(
            settings.choice(
                "AddressFamily",
                AddressFamily.ANY,
                Map.of(
                    "any", AddressFamily.ANY,
                    "ipv4", AddressFamily.IPV4,
                    "ipv6", AddressFamily.IPV6)))
        .udpRcvBuf(settings.integer("UDPRcvBuf", 0, 1, Integer.MAX_VALUE))
        .udpSndBuf(settings.integer("UDPSndBuf", 0, 1, Integer.MAX_VALUE))
        .maxOutputBufferSize(
            settings.integer("MaxOutputBufferSize", 10 * LARGEST_FRAME, 1, Integer.MAX_VALUE));
  }

  private static ListenAddress listenAddress(Assignment assignment) throws ConfigurationException {
    String[] parts = assignment.value().split("[ \t]+", 2);
    if (parts.length == 1) {
      return new ListenAddress(parts[0], -1);
    }
    Integer port = Settings.leadingInteger(parts[1]);
    if (port == null || port < 0 || port > 65535) {
      throw assignment.wrong("port not 0 to 65535: '" + parts[1] + "'");
    }
    return new ListenAddress(parts[0], port);
  }

  private static Subnet subnet(Assignment assignment) throws ConfigurationException {
    Subnet subnet;
    try {
      subnet = Subnet.parse(assignment.value());
    } catch (IllegalArgumentException e) {
      throw assignment.wrong(String.valueOf(e.getMessage()), e);
    }
    if (!subnet.isCanonical()) {
      throw assignment.wrong("bits beyond the prefix are set: '" + assignment.value() + "'");
    }
    return subnet;
  }

  private static void device(Settings settings, NodeConfig.Builder config) {
    String type = settings.string("DeviceType");
    config
        .deviceType(type == null ? null : type.toLowerCase(Locale.ROOT))
        .device(settings.string("Device"))
        .interfaceName(settings.string("Interface"))
        .scriptsInterpreter(settings.string("ScriptsInterpreter"));
  }

  private static void packets(Settings settings, NodeConfig.Builder config)
      throws ConfigurationException {
    String cipher = settings.string("Cipher");
    if (cipher != null) {
      config.cipher(cipher);
    }
    String digest = settings.string("Digest");
    if (digest != null) {
      config.digest(digest);
    }
    @Nullable Boolean clamp = settings.bool("ClampMSS");
    @Nullable Integer pmtu = settings.integer("PMTU");
    config
        .macLength(settings.integer("MACLength", 4, 0, 64))
        .compression(settings.integer("Compression", 0, 0, 11))
        .replayWindow(settings.integer("ReplayWindow", 16, 0, 1 << 20))
        .indirectData(settings.flag("IndirectData"))
        .tcpOnly(settings.flag("TCPOnly"))
        .pmtuDiscovery(settings.bool("PMTUDiscovery"))
        .clampMss(clamp == null || clamp)
        .pmtu(pmtu == null ? LARGEST_FRAME : Math.min(Math.max(pmtu, 1), LARGEST_FRAME))
        .directOnly(settings.flag("DirectOnly"))
        .decrementTtl(settings.flag("DecrementTTL"))
        .broadcast(
            settings.choice(
                "Broadcast",
                BroadcastMode.MST,
                Map.of(
                    "no", BroadcastMode.NO,
                    "yes", BroadcastMode.MST,
                    "mst", BroadcastMode.MST,
                    "direct", BroadcastMode.DIRECT)))
        .forwarding(
            settings.choice(
                "Forwarding",
                ForwardingMode.INTERNAL,
                Map.of(
                    "off", ForwardingMode.OFF,
                    "internal", ForwardingMode.INTERNAL,
                    "kernel", ForwardingMode.KERNEL)));
  }

  private static void timers(Settings settings, NodeConfig.Builder config)
      throws ConfigurationException {
    Duration interval = settings.seconds("PingInterval", Duration.ofMinutes(1), DAY);
    Duration timeout = settings.seconds("PingTimeout", Duration.ofSeconds(5), interval);
    Duration most = Duration.ofSeconds(settings.integer("MaxTimeout", 900, 1, Integer.MAX_VALUE));
    Duration least = Duration.ofSeconds(settings.integer("MinTimeout", 0, 0, Integer.MAX_VALUE));
    config
        .pingInterval(interval)
        .pingTimeout(timeout.compareTo(interval) > 0 ? interval : timeout)
        .keyExpire(settings.seconds("KeyExpire", Duration.ofHours(1), SECOND))
        .maxTimeout(most)
        .minTimeout(least.compareTo(most) > 0 ? most : least);
  }
}
