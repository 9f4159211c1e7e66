package io.github.tinc4j.core.engine;

import io.github.tinc4j.api.config.NodeConfig;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which settings a running node takes, and which ones only one that is started (spec 40, 3, column
 * Reload). More than in tincd: {@code Subnet}.
 */
final class LiveSettings {

  private record Fixed(String variable, Function<NodeConfig, @Nullable Object> value) {}

  private static final List<Fixed> FIXED =
      List.of(
          new Fixed("AddressFamily", NodeConfig::addressFamily),
          new Fixed("BindToAddress", NodeConfig::bindToAddress),
          new Fixed("Broadcast", NodeConfig::broadcast),
          new Fixed("Cipher", NodeConfig::cipher),
          new Fixed("Compression", NodeConfig::compression),
          new Fixed("DecrementTTL", NodeConfig::decrementTtl),
          new Fixed("Device", NodeConfig::device),
          new Fixed("DeviceType", NodeConfig::deviceType),
          new Fixed("Digest", NodeConfig::digest),
          new Fixed("DirectOnly", NodeConfig::directOnly),
          new Fixed("Forwarding", NodeConfig::forwarding),
          new Fixed("IndirectData", NodeConfig::indirectData),
          new Fixed("InheritedSockets", NodeConfig::inheritedSockets),
          new Fixed("Interface", NodeConfig::interfaceName),
          new Fixed("KeyExpire", NodeConfig::keyExpire),
          new Fixed("LocalDiscovery", NodeConfig::localDiscovery),
          new Fixed("MACExpire", NodeConfig::macExpire),
          new Fixed("MACLength", NodeConfig::macLength),
          new Fixed("MaxOutputBufferSize", NodeConfig::maxOutputBufferSize),
          new Fixed("MaxTimeout", NodeConfig::maxTimeout),
          new Fixed("MinTimeout", NodeConfig::minTimeout),
          new Fixed("Mode", NodeConfig::mode),
          new Fixed("NetName", NodeConfig::netName),
          new Fixed("Offload", NodeConfig::offload),
          new Fixed("PingInterval", NodeConfig::pingInterval),
          new Fixed("PingTimeout", NodeConfig::pingTimeout),
          new Fixed("PMTUDiscovery", NodeConfig::pmtuDiscovery),
          new Fixed("Port", NodeConfig::port),
          new Fixed("PortableUDP", NodeConfig::portableUdp),
          new Fixed("PriorityInheritance", NodeConfig::priorityInheritance),
          new Fixed("PrivateKeyFile", LiveSettings::keyNumbers),
          new Fixed("ProcessPriority", NodeConfig::processPriority),
          new Fixed("Proxy", NodeConfig::proxy),
          new Fixed("ReplayWindow", NodeConfig::replayWindow),
          new Fixed("ScriptDirectory", NodeConfig::scriptDirectory),
          new Fixed("StrictSubnets", NodeConfig::strictSubnets),
          new Fixed("TCPOnly", NodeConfig::tcpOnly),
          new Fixed("TunnelServer", NodeConfig::tunnelServer),
          new Fixed("UDPRcvBuf", NodeConfig::udpRcvBuf),
          new Fixed("UDPSndBuf", NodeConfig::udpSndBuf),
          new Fixed("VDEGroup", NodeConfig::vdeGroup),
          new Fixed("VDEPort", NodeConfig::vdePort));

  private LiveSettings() {}

  /** The same key may come in objects of different kinds. */
  private static Object keyNumbers(NodeConfig config) {
    return List.of(config.privateKey().getModulus(), config.privateKey().getPrivateExponent());
  }

  /** The variables that differ and keep the value that is in use. */
  static List<String> keptBack(NodeConfig inUse, NodeConfig next) {
    return FIXED.stream()
        .filter(fixed -> !Objects.equals(fixed.value.apply(inUse), fixed.value.apply(next)))
        .map(Fixed::variable)
        .toList();
  }

  /** The settings in use with what a running node takes from {@code next}. */
  static NodeConfig merge(NodeConfig inUse, NodeConfig next) {
    return inUse.toBuilder()
        .hosts(next.hosts())
        .connectTo(next.connectTo())
        .bindToInterface(next.bindToInterface())
        .subnets(next.subnets())
        .clampMss(next.clampMss())
        .pmtu(next.pmtu())
        .scriptsInterpreter(next.scriptsInterpreter())
        .graphDumpFile(next.graphDumpFile())
        .build();
  }
}
