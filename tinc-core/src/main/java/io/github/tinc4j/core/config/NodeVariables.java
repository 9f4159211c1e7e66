package io.github.tinc4j.core.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.api.config.RoutingMode;
import io.github.tinc4j.core.crypto.CipherSpec;
import io.github.tinc4j.core.crypto.DigestSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The variables of {@code tinc.conf} and the own host file (spec 40, 3, "S"). */
final class NodeVariables {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final int LARGEST_FRAME = 1518;
  private static final int HIGHEST_COMPRESSION = 11;
  private static final int LONGEST_MAC = 64;
  private static final String DEFAULT_DIGEST = "sha256";

  private final Settings settings;
  private final ServiceNames services;
  private final NodeConfig.Builder config;

  private NodeVariables(Settings settings, ServiceNames services, NodeConfig.Builder config) {
    this.settings = settings;
    this.services = services;
    this.config = config;
  }

  /**
   * Reads all of them into {@code config}.
   *
   * @param hostSystem whether there is a {@code HostSystem} to do what some of them ask for
   * @throws ConfigurationException when one has no legal value, or asks for what is not there
   */
  static NodeConfig read(
      Settings settings,
      ServiceNames services,
      BooleanSupplier hostSystem,
      NodeConfig.Builder config)
      throws ConfigurationException {
    Unsupported.refuse(settings, hostSystem);
    var variables = new NodeVariables(settings, services, config);
    variables.network();
    variables.device();
    variables.protection();
    variables.paths();
    variables.routing();
    variables.timers();
    variables.priority();
    return config.build();
  }

  private void network() throws ConfigurationException {
    for (Assignment assignment : settings.all("ConnectTo")) {
      if (NodeName.isValid(assignment.value())) {
        config.connectTo(NodeName.of(assignment.value()));
      } else {
        Settings.warn(assignment, "no node name: '" + assignment.value() + "'", "left out");
      }
    }
    for (Assignment assignment : settings.all("BindToAddress")) {
      config.bindToAddress(listenAddress(assignment));
    }
    for (Assignment assignment : settings.all("Subnet")) {
      config.subnet(subnet(assignment));
    }
    Assignment port = settings.first("Port");
    if (port != null) {
      config.port(port(port, port.value()));
    }
    config
        .bindToInterface(settings.string("BindToInterface"))
        .proxy(ProxyVariable.read(settings.first("Proxy"), services))
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
        .offload(!Boolean.FALSE.equals(settings.bool("Offload")))
        .portableUdp(settings.flag("PortableUDP"))
        .maxOutputBufferSize(
            settings.integer("MaxOutputBufferSize", 10 * LARGEST_FRAME, 1, Integer.MAX_VALUE));
  }

  private int port(Assignment assignment, String text) throws ConfigurationException {
    Integer port = services.port(text);
    if (port == null) {
      throw assignment.wrong(
          "neither a port (0 to 65535) nor a service of this system: '" + text + "'");
    }
    return port;
  }

  private ListenAddress listenAddress(Assignment assignment) throws ConfigurationException {
    String[] parts = assignment.value().split("[ \t]+", 2);
    return new ListenAddress(parts[0], parts.length == 1 ? -1 : port(assignment, parts[1]));
  }

  /**
   * The subnet of an assignment.
   *
   * @throws ConfigurationException when it is none, or has bits beyond its prefix
   */
  static Subnet subnet(Assignment assignment) throws ConfigurationException {
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

  private void device() throws ConfigurationException {
    String type = settings.string("DeviceType");
    config
        .deviceType(type == null ? null : type.toLowerCase(Locale.ROOT))
        .device(settings.string("Device"))
        .interfaceName(settings.string("Interface"))
        .vdePort(settings.integer("VDEPort", 0, 0, Integer.MAX_VALUE))
        .vdeGroup(settings.string("VDEGroup"))
        .scriptsInterpreter(settings.string("ScriptsInterpreter"))
        .graphDumpFile(settings.string("GraphDumpFile"));
  }

  /** How packets that are sent to us are protected. */
  private void protection() throws ConfigurationException {
    Assignment cipher = settings.first("Cipher");
    if (cipher != null) {
      CipherSpec known = CipherSpec.byName(cipher.value());
      if (known == null || !known.availableForPackets()) {
        throw cipher.wrong(
            "unknown, or not fit for packets: '"
                + cipher.value()
                + "' (aes-256-cbc and none are among those that are)");
      }
      config.cipher(cipher.value());
    }
    DigestSpec known = DigestSpec.byName(settings.string("Digest", DEFAULT_DIGEST));
    if (known == null) {
      throw settings.wrong("Digest", "unknown digest (sha256 and none are among those known)");
    }
    config.digest(settings.string("Digest", DEFAULT_DIGEST));
    // Without a digest any length will do, as in tincd; the setting is then without effect.
    boolean none = known.equals(DigestSpec.NONE);
    int macLength = settings.integer("MACLength", 4, 0, none ? Integer.MAX_VALUE : known.size());
    config
        .macLength(none ? Math.min(macLength, LONGEST_MAC) : macLength)
        .compression(settings.integer("Compression", 0, 0, HIGHEST_COMPRESSION))
        .replayWindow(settings.integer("ReplayWindow", 16, 0, 1 << 20));
  }

  private void paths() {
    @Nullable Boolean clamp = settings.bool("ClampMSS");
    @Nullable Integer pmtu = settings.integer("PMTU");
    config
        .indirectData(settings.flag("IndirectData"))
        .tcpOnly(settings.flag("TCPOnly"))
        .pmtuDiscovery(settings.bool("PMTUDiscovery"))
        .localDiscovery(settings.flag("LocalDiscovery"))
        .clampMss(clamp == null || clamp)
        .pmtu(pmtu == null ? LARGEST_FRAME : Math.min(Math.max(pmtu, 1), LARGEST_FRAME));
  }

  private void routing() throws ConfigurationException {
    config
        .mode(
            settings.choice(
                "Mode",
                RoutingMode.ROUTER,
                Map.of(
                    "router", RoutingMode.ROUTER,
                    "switch", RoutingMode.SWITCH,
                    "hub", RoutingMode.HUB)))
        .macExpire(settings.seconds("MACExpire", Duration.ofMinutes(10), SECOND))
        .directOnly(settings.flag("DirectOnly"))
        .decrementTtl(settings.flag("DecrementTTL"))
        .priorityInheritance(settings.flag("PriorityInheritance"))
        .strictSubnets(settings.flag("StrictSubnets"))
        .tunnelServer(settings.flag("TunnelServer"))
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

  private void timers() throws ConfigurationException {
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

  private void priority() throws ConfigurationException {
    if (settings.first("ProcessPriority") != null) {
      config.processPriority(
          settings.choice(
              "ProcessPriority",
              ProcessPriority.NORMAL,
              Map.of(
                  "low", ProcessPriority.LOW,
                  "normal", ProcessPriority.NORMAL,
                  "high", ProcessPriority.HIGH)));
    }
  }
}
