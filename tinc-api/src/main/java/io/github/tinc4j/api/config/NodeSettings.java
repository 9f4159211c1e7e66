package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link NodeConfig} holds: each setting with its default, as {@code NodeConfig} describes
 * it. A builder changes one of its own; that of a configuration never changes. All values are
 * immutable, lists too.
 */
final class NodeSettings implements Cloneable {

  final NodeName name;
  final RSAPrivateKey privateKey;
  KnownHosts hosts = KnownHosts.of(List.of());
  List<NodeName> connectTo = List.of();
  List<ListenAddress> bindToAddress = List.of();
  @Nullable String bindToInterface;
  List<Integer> inheritedSockets = List.of();
  int port = 655;
  boolean portIsSet;
  AddressFamily addressFamily = AddressFamily.ANY;
  @Nullable ProxySettings proxy;
  @Nullable ProcessPriority processPriority;
  List<Subnet> subnets = List.of();
  @Nullable String deviceType;
  @Nullable String device;
  @Nullable String interfaceName;
  int vdePort;
  @Nullable String vdeGroup;
  @Nullable String netName;
  @Nullable Path scriptDirectory;
  @Nullable String scriptsInterpreter;
  @Nullable String graphDumpFile;
  RoutingMode mode = RoutingMode.ROUTER;
  Duration macExpire = Duration.ofMinutes(10);
  BroadcastMode broadcast = BroadcastMode.MST;
  ForwardingMode forwarding = ForwardingMode.INTERNAL;
  boolean directOnly;
  boolean decrementTtl;
  boolean priorityInheritance;
  boolean strictSubnets;
  boolean tunnelServer;
  String cipher = "aes-256-cbc";
  String digest = "sha256";
  int macLength = 4;
  int compression;
  int replayWindow = 16;
  boolean indirectData;
  boolean tcpOnly;
  @Nullable Boolean pmtuDiscovery;
  boolean clampMss = true;
  int pmtu = 1518;
  boolean localDiscovery;
  Duration pingInterval = Duration.ofSeconds(60);
  Duration pingTimeout = Duration.ofSeconds(5);
  Duration keyExpire = Duration.ofHours(1);
  Duration minTimeout = Duration.ZERO;
  Duration maxTimeout = Duration.ofMinutes(15);
  int maxOutputBufferSize = 15180;
  int udpRcvBuf;
  int udpSndBuf;
  boolean offload = true;
  boolean portableUdp;

  /** The defaults of tincd. */
  NodeSettings(NodeName name, RSAPrivateKey privateKey) {
    this.name = name;
    this.privateKey = privateKey;
  }

  /** One that can be changed by itself. */
  NodeSettings copy() {
    try {
      return (NodeSettings) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("this class is Cloneable", e);
    }
  }
}
