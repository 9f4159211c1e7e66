package io.github.tinc4j.api.config;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one node: what {@code tinc.conf} and its own host file say, with the same names,
 * ranges and defaults (spec 40, 3). Immutable; made by {@link #builder} or read by {@link
 * ConfigDirectory}.
 *
 * <p>Ranges that need knowledge of ciphers and devices are checked by {@code start()}.
 */
public final class NodeConfig {

  private final NodeName name;
  private final RSAPrivateKey privateKey;
  private final KnownHosts hosts;
  private final List<NodeName> connectTo;
  private final List<ListenAddress> bindToAddress;
  private final @Nullable String bindToInterface;
  private final List<Integer> inheritedSockets;
  private final int port;
  private final boolean portIsSet;
  private final AddressFamily addressFamily;
  private final @Nullable ProxySettings proxy;
  private final @Nullable ProcessPriority processPriority;
  private final List<Subnet> subnets;
  private final @Nullable String deviceType;
  private final @Nullable String device;
  private final @Nullable String interfaceName;
  private final int vdePort;
  private final @Nullable String vdeGroup;
  private final @Nullable String netName;
  private final @Nullable Path scriptDirectory;
  private final @Nullable String scriptsInterpreter;
  private final @Nullable String graphDumpFile;
  private final RoutingMode mode;
  private final Duration macExpire;
  private final BroadcastMode broadcast;
  private final ForwardingMode forwarding;
  private final boolean directOnly;
  private final boolean decrementTtl;
  private final boolean priorityInheritance;
  private final boolean strictSubnets;
  private final boolean tunnelServer;
  private final String cipher;
  private final String digest;
  private final int macLength;
  private final int compression;
  private final int replayWindow;
  private final boolean indirectData;
  private final boolean tcpOnly;
  private final @Nullable Boolean pmtuDiscovery;
  private final boolean clampMss;
  private final int pmtu;
  private final boolean localDiscovery;
  private final Duration pingInterval;
  private final Duration pingTimeout;
  private final Duration keyExpire;
  private final Duration minTimeout;
  private final Duration maxTimeout;
  private final int maxOutputBufferSize;
  private final int udpRcvBuf;
  private final int udpSndBuf;
  private final boolean offload;
  private final boolean portableUdp;

  private NodeConfig(Builder from) {
    this.name = from.name;
    this.privateKey = from.privateKey;
    this.hosts = from.hosts;
    this.connectTo = List.copyOf(from.connectTo);
    this.bindToAddress = List.copyOf(from.bindToAddress);
    this.bindToInterface = from.bindToInterface;
    this.inheritedSockets = List.copyOf(from.inheritedSockets);
    this.port = from.port;
    this.portIsSet = from.portIsSet;
    this.addressFamily = from.addressFamily;
    this.proxy = from.proxy;
    this.processPriority = from.processPriority;
    this.subnets = List.copyOf(from.subnets);
    this.deviceType = from.deviceType;
    this.device = from.device;
    this.interfaceName = from.interfaceName;
    this.vdePort = from.vdePort;
    this.vdeGroup = from.vdeGroup;
    this.netName = from.netName;
    this.scriptDirectory = from.scriptDirectory;
    this.scriptsInterpreter = from.scriptsInterpreter;
    this.graphDumpFile = from.graphDumpFile;
    this.mode = from.mode;
    this.macExpire = from.macExpire;
    this.broadcast = from.broadcast;
    this.forwarding = from.forwarding;
    this.directOnly = from.directOnly;
    this.decrementTtl = from.decrementTtl;
    this.priorityInheritance = from.priorityInheritance;
    this.strictSubnets = from.strictSubnets;
    this.tunnelServer = from.tunnelServer;
    this.cipher = from.cipher;
    this.digest = from.digest;
    this.macLength = from.macLength;
    this.compression = from.compression;
    this.replayWindow = from.replayWindow;
    this.indirectData = from.indirectData;
    this.tcpOnly = from.tcpOnly;
    this.pmtuDiscovery = from.pmtuDiscovery;
    this.clampMss = from.clampMss;
    this.pmtu = from.pmtu;
    this.localDiscovery = from.localDiscovery;
    this.pingInterval = from.pingInterval;
    this.pingTimeout = from.pingTimeout;
    this.keyExpire = from.keyExpire;
    this.minTimeout = from.minTimeout;
    this.maxTimeout = from.maxTimeout;
    this.maxOutputBufferSize = from.maxOutputBufferSize;
    this.udpRcvBuf = from.udpRcvBuf;
    this.udpSndBuf = from.udpSndBuf;
    this.offload = from.offload;
    this.portableUdp = from.portableUdp;
  }

  /**
   * A builder with the defaults of tincd.
   *
   * @param name the node's own name
   * @param privateKey its RSA private key; the modulus must have a multiple of 8 bits
   */
  public static Builder builder(NodeName name, RSAPrivateKey privateKey) {
    return new Builder(name, privateKey);
  }

  /** A builder that holds these settings. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** {@code Name}: the node's own name. */
  public NodeName name() {
    return name;
  }

  /** {@code PrivateKeyFile}: the node's RSA private key. */
  public RSAPrivateKey privateKey() {
    return privateKey;
  }

  /** The {@code hosts} directory: what is known of other nodes; nobody by default. */
  public KnownHosts hosts() {
    return hosts;
  }

  /** {@code ConnectTo}: nodes to keep a meta connection to, in order; none by default. */
  public List<NodeName> connectTo() {
    return connectTo;
  }

  /**
   * {@code BindToAddress}: where to listen for TCP and UDP; empty, the default, means all addresses
   * of the {@link #addressFamily}. {@code ::} takes IPv4 only with {@code 0.0.0.0} beside it; {@code
   * *} is both.
   */
  public List<ListenAddress> bindToAddress() {
    return bindToAddress;
  }

  /**
   * {@code BindToInterface}: the network interface that all sockets are bound to, those that listen
   * and those of outgoing connections, to a proxy as well; null, the default, binds them to none.
   * Needs a {@link io.github.tinc4j.spi.HostSystem}, as {@code tinc-tun-linux} has one. At a reload
   * outgoing connections take another name, sockets that listen do not.
   */
  public @Nullable String bindToInterface() {
    return bindToInterface;
  }

  /**
   * Descriptors of TCP sockets that listen already, which this process was started with, as systemd
   * does for socket activation: the node accepts from them in place of those of {@link
   * #bindToAddress} and {@link #port}, and opens a UDP socket on the address of each. They stay
   * open, and yours. None by default. Needs a {@link io.github.tinc4j.spi.HostSystem}.
   */
  public List<Integer> inheritedSockets() {
    return inheritedSockets;
  }

  /**
   * {@code Port}: port for TCP and UDP where {@code BindToAddress} names none, 0 to 65535; 0 picks
   * a free one, which is announced to peers.
   */
  public int port() {
    return port;
  }

  /**
   * The port that peers are told: {@code Port}, for a router may lead that one to another that
   * {@code BindToAddress} names; where {@code Port} is not set or 0, the one that is listened on.
   *
   * @param bound the port that the first of our sockets has
   */
  public int announcedPort(int bound) {
    return portIsSet && port != 0 ? port : bound;
  }

  /**
   * {@code AddressFamily}: families to listen on and to connect with. With {@code ipv6} what comes
   * by IPv4 is left alone.
   */
  public AddressFamily addressFamily() {
    return addressFamily;
  }

  /**
   * {@code Proxy}: what outgoing meta connections are made through; null, the default, connects
   * directly.
   */
  public @Nullable ProxySettings proxy() {
    return proxy;
  }

  /**
   * {@code ProcessPriority}: how urgent the threads of this node are to the system, and the scripts
   * that they run; null, the default, leaves that alone. Needs a {@link
   * io.github.tinc4j.spi.HostSystem}.
   */
  public @Nullable ProcessPriority processPriority() {
    return processPriority;
  }

  /** {@code Subnet}: our own subnets; none by default. */
  public List<Subnet> subnets() {
    return subnets;
  }

  /**
   * {@code DeviceType}: kind of device: {@code dummy}, {@code tun}, or what a provider on the class
   * path offers; null, the default, lets the platform decide.
   */
  public @Nullable String deviceType() {
    return deviceType;
  }

  /** {@code Device}: device file or address; null, the default, lets the device decide. */
  public @Nullable String device() {
    return device;
  }

  /**
   * {@code Interface}: name of the network interface; null, the default, means the net name, or the
   * system's choice.
   */
  public @Nullable String interfaceName() {
    return interfaceName;
  }

  /**
   * {@code VDEPort}: for {@code DeviceType = vde}, the port of the VDE switch; 0, the default, lets
   * the switch choose.
   */
  public int vdePort() {
    return vdePort;
  }

  /**
   * {@code VDEGroup}: for {@code DeviceType = vde}, the group that gets the VDE socket; null, the
   * default, means that of the process.
   */
  public @Nullable String vdeGroup() {
    return vdeGroup;
  }

  /** The option -n: name of the network, for scripts and the interface; none by default. */
  public @Nullable String netName() {
    return netName;
  }

  /**
   * The configuration directory: where {@code tinc-up} and the other scripts are; null, the
   * default, runs none.
   */
  public @Nullable Path scriptDirectory() {
    return scriptDirectory;
  }

  /**
   * {@code ScriptsInterpreter}: program that runs the scripts; null, the default, lets the system
   * decide.
   */
  public @Nullable String scriptsInterpreter() {
    return scriptsInterpreter;
  }

  /**
   * {@code GraphDumpFile}: where the graph of the mesh is written as Graphviz text, every minute if
   * it has changed: a file, or after {@code |} a shell command that reads it; null, the default,
   * for nowhere.
   */
  public @Nullable String graphDumpFile() {
    return graphDumpFile;
  }

  /** {@code Mode}: by what packets find their way; the same on all nodes. Default router. */
  public RoutingMode mode() {
    return mode;
  }

  /**
   * {@code MACExpire}: in switch mode, how long a MAC address that our device sent from stays ours
   * without being seen again, at least one second; ten minutes by default.
   */
  public Duration macExpire() {
    return macExpire;
  }

  /** {@code Broadcast}: how broadcast and multicast packets spread; the same on all nodes. */
  public BroadcastMode broadcast() {
    return broadcast;
  }

  /** {@code Forwarding}: what happens to packets that are for other nodes. */
  public ForwardingMode forwarding() {
    return forwarding;
  }

  /** {@code DirectOnly}: whether to refuse packets that would need a relay. */
  public boolean directOnly() {
    return directOnly;
  }

  /** {@code DecrementTTL}: whether relayed packets lose one hop of their TTL. */
  public boolean decrementTtl() {
    return decrementTtl;
  }

  /**
   * {@code PriorityInheritance}: whether the TOS byte or traffic class of a packet is copied to the
   * datagram that carries it, so that those who see only that can prefer it. Default false.
   */
  public boolean priorityInheritance() {
    return priorityInheritance;
  }

  /**
   * {@code StrictSubnets}: whether only the subnets that {@link #hosts} name for other nodes are
   * believed, rather than what those announce. Default false; {@link #tunnelServer} implies it.
   */
  public boolean strictSubnets() {
    return strictSubnets;
  }

  /**
   * {@code TunnelServer}: whether neighbours hear nothing of each other from us, and broadcasts are
   * not passed on (spec 30, 3 and 12). Default false.
   */
  public boolean tunnelServer() {
    return tunnelServer;
  }

  /** {@code Cipher}: cipher for packets sent to us, by its OpenSSL name, or {@code none}. */
  public String cipher() {
    return cipher;
  }

  /**
   * {@code Digest}: digest for the MAC of packets sent to us, by its OpenSSL name, or {@code none}.
   */
  public String digest() {
    return digest;
  }

  /** {@code MACLength}: bytes of MAC on packets sent to us, 0 to the size of the digest. */
  public int macLength() {
    return macLength;
  }

  /** {@code Compression}: compression of packets sent to us: 0 none, 1 to 9 zlib, 10 and 11 LZO. */
  public int compression() {
    return compression;
  }

  /**
   * {@code ReplayWindow}: size of the replay window in bytes, eight packets each; 0 turns replay
   * protection off.
   */
  public int replayWindow() {
    return replayWindow;
  }

  /** {@code IndirectData}: whether only our neighbours may send us data directly. */
  public boolean indirectData() {
    return indirectData;
  }

  /**
   * {@code TCPOnly}: whether data goes through the meta connections; implies {@link #indirectData}.
   */
  public boolean tcpOnly() {
    return tcpOnly;
  }

  /**
   * {@code PMTUDiscovery}: whether the path MTU is probed; null, the default, means unless {@link
   * #tcpOnly}.
   */
  public @Nullable Boolean pmtuDiscovery() {
    return pmtuDiscovery;
  }

  /** {@code ClampMSS}: whether the MSS of TCP connections is clamped to the path MTU. */
  public boolean clampMss() {
    return clampMss;
  }

  /** {@code PMTU}: upper bound for the MTU of all paths, in bytes of frame; only lowers. */
  public int pmtu() {
    return pmtu;
  }

  /**
   * {@code LocalDiscovery}: whether MTU probes are broadcast on the local network too, so that
   * nodes in it find the straight way to each other (spec 20, 9). Default false.
   */
  public boolean localDiscovery() {
    return localDiscovery;
  }

  /** {@code PingInterval}: time between PINGs, at least one second. */
  public Duration pingInterval() {
    return pingInterval;
  }

  /**
   * {@code PingTimeout}: time to answer a PING, to finish a handshake and to open a connection, one
   * second to {@link #pingInterval}.
   */
  public Duration pingTimeout() {
    return pingTimeout;
  }

  /** {@code KeyExpire}: life of packet keys, at least one second. */
  public Duration keyExpire() {
    return keyExpire;
  }

  /**
   * {@code MinTimeout}: shortest delay between attempts to connect, at most {@link #maxTimeout}.
   */
  public Duration minTimeout() {
    return minTimeout;
  }

  /** {@code MaxTimeout}: longest delay between attempts to connect, at least one second. */
  public Duration maxTimeout() {
    return maxTimeout;
  }

  /**
   * {@code MaxOutputBufferSize}: bytes waiting on a meta connection from which on TCP-carried
   * packets are all dropped; early drops begin at half of it.
   */
  public int maxOutputBufferSize() {
    return maxOutputBufferSize;
  }

  /**
   * {@code UDPRcvBuf}: receive buffer of UDP sockets in bytes; 0, the default, leaves it to the
   * system.
   */
  public int udpRcvBuf() {
    return udpRcvBuf;
  }

  /**
   * {@code UDPSndBuf}: send buffer of UDP sockets in bytes; 0, the default, leaves it to the
   * system.
   */
  public int udpSndBuf() {
    return udpSndBuf;
  }

  /**
   * {@code Offload}, a variable that tincd does not know: whether the device and the UDP sockets
   * may have the kernel cut and join packets, where they can. Default true; peers cannot tell.
   */
  public boolean offload() {
    return offload;
  }

  /**
   * {@code PortableUDP}, a variable that tincd does not know: whether UDP goes through the sockets
   * of Java even where there is a {@linkplain io.github.tinc4j.spi.UdpTransportProvider faster
   * way}. Default false; peers cannot tell.
   */
  public boolean portableUdp() {
    return portableUdp;
  }

  /** Collects settings; not thread-safe. Each method returns this builder. */
  public static final class Builder {
    private final NodeName name;
    private final RSAPrivateKey privateKey;
    private KnownHosts hosts = KnownHosts.of(List.of());
    private List<NodeName> connectTo = new ArrayList<>();
    private List<ListenAddress> bindToAddress = new ArrayList<>();
    private @Nullable String bindToInterface;
    private List<Integer> inheritedSockets = new ArrayList<>();
    private int port = 655;
    private boolean portIsSet = false;
    private AddressFamily addressFamily = AddressFamily.ANY;
    private @Nullable ProxySettings proxy;
    private @Nullable ProcessPriority processPriority;
    private List<Subnet> subnets = new ArrayList<>();
    private @Nullable String deviceType;
    private @Nullable String device;
    private @Nullable String interfaceName;
    private int vdePort = 0;
    private @Nullable String vdeGroup;
    private @Nullable String netName;
    private @Nullable Path scriptDirectory;
    private @Nullable String scriptsInterpreter;
    private @Nullable String graphDumpFile;
    private RoutingMode mode = RoutingMode.ROUTER;
    private Duration macExpire = Duration.ofMinutes(10);
    private BroadcastMode broadcast = BroadcastMode.MST;
    private ForwardingMode forwarding = ForwardingMode.INTERNAL;
    private boolean directOnly = false;
    private boolean decrementTtl = false;
    private boolean priorityInheritance = false;
    private boolean strictSubnets = false;
    private boolean tunnelServer = false;
    private String cipher = "aes-256-cbc";
    private String digest = "sha256";
    private int macLength = 4;
    private int compression = 0;
    private int replayWindow = 16;
    private boolean indirectData = false;
    private boolean tcpOnly = false;
    private @Nullable Boolean pmtuDiscovery;
    private boolean clampMss = true;
    private int pmtu = 1518;
    private boolean localDiscovery = false;
    private Duration pingInterval = Duration.ofSeconds(60);
    private Duration pingTimeout = Duration.ofSeconds(5);
    private Duration keyExpire = Duration.ofHours(1);
    private Duration minTimeout = Duration.ZERO;
    private Duration maxTimeout = Duration.ofMinutes(15);
    private int maxOutputBufferSize = 15180;
    private int udpRcvBuf = 0;
    private int udpSndBuf = 0;
    private boolean offload = true;
    private boolean portableUdp = false;

    private Builder(NodeName name, RSAPrivateKey privateKey) {
      this.name = Objects.requireNonNull(name);
      this.privateKey = Objects.requireNonNull(privateKey);
    }

    private Builder(NodeConfig from) {
      this(from.name, from.privateKey);
      this.hosts = from.hosts;
      this.connectTo = new ArrayList<>(from.connectTo);
      this.bindToAddress = new ArrayList<>(from.bindToAddress);
      this.bindToInterface = from.bindToInterface;
      this.inheritedSockets = new ArrayList<>(from.inheritedSockets);
      this.port = from.port;
      this.portIsSet = from.portIsSet;
      this.addressFamily = from.addressFamily;
      this.proxy = from.proxy;
      this.processPriority = from.processPriority;
      this.subnets = new ArrayList<>(from.subnets);
      this.deviceType = from.deviceType;
      this.device = from.device;
      this.interfaceName = from.interfaceName;
      this.vdePort = from.vdePort;
      this.vdeGroup = from.vdeGroup;
      this.netName = from.netName;
      this.scriptDirectory = from.scriptDirectory;
      this.scriptsInterpreter = from.scriptsInterpreter;
      this.graphDumpFile = from.graphDumpFile;
      this.mode = from.mode;
      this.macExpire = from.macExpire;
      this.broadcast = from.broadcast;
      this.forwarding = from.forwarding;
      this.directOnly = from.directOnly;
      this.decrementTtl = from.decrementTtl;
      this.priorityInheritance = from.priorityInheritance;
      this.strictSubnets = from.strictSubnets;
      this.tunnelServer = from.tunnelServer;
      this.cipher = from.cipher;
      this.digest = from.digest;
      this.macLength = from.macLength;
      this.compression = from.compression;
      this.replayWindow = from.replayWindow;
      this.indirectData = from.indirectData;
      this.tcpOnly = from.tcpOnly;
      this.pmtuDiscovery = from.pmtuDiscovery;
      this.clampMss = from.clampMss;
      this.pmtu = from.pmtu;
      this.localDiscovery = from.localDiscovery;
      this.pingInterval = from.pingInterval;
      this.pingTimeout = from.pingTimeout;
      this.keyExpire = from.keyExpire;
      this.minTimeout = from.minTimeout;
      this.maxTimeout = from.maxTimeout;
      this.maxOutputBufferSize = from.maxOutputBufferSize;
      this.udpRcvBuf = from.udpRcvBuf;
      this.udpSndBuf = from.udpSndBuf;
      this.offload = from.offload;
      this.portableUdp = from.portableUdp;
    }

    /** Sets {@link NodeConfig#hosts}. */
    public Builder hosts(KnownHosts value) {
      this.hosts = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#hosts} to these. */
    public Builder hosts(HostConfig... values) {
      return hosts(KnownHosts.of(List.of(values)));
    }

    /** Adds to {@link NodeConfig#connectTo}. */
    public Builder connectTo(NodeName value) {
      this.connectTo.add(Objects.requireNonNull(value));
      return this;
    }

    /** Sets {@link NodeConfig#connectTo} to these, in place of those before. */
    public Builder connectTo(Collection<NodeName> values) {
      this.connectTo = new ArrayList<>(values);
      return this;
    }

    /** Adds to {@link NodeConfig#bindToAddress}. */
    public Builder bindToAddress(ListenAddress value) {
      this.bindToAddress.add(Objects.requireNonNull(value));
      return this;
    }

    /** Sets {@link NodeConfig#bindToInterface}. */
    public Builder bindToInterface(@Nullable String value) {
      this.bindToInterface = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#inheritedSockets} to these, in place of those before.
     *
     * @throws IllegalArgumentException when one is negative
     */
    public Builder inheritedSockets(Collection<Integer> values) {
      for (int descriptor : values) {
        inRange("an inherited socket", descriptor, 0, Integer.MAX_VALUE);
      }
      this.inheritedSockets = new ArrayList<>(values);
      return this;
    }

    /**
     * Sets {@link NodeConfig#port}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 65535
     */
    public Builder port(int value) {
      this.port = inRange("Port", value, 0, 65535);
      this.portIsSet = true;
      return this;
    }

    /** Sets {@link NodeConfig#addressFamily}. */
    public Builder addressFamily(AddressFamily value) {
      this.addressFamily = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#proxy}. */
    public Builder proxy(@Nullable ProxySettings value) {
      this.proxy = value;
      return this;
    }

    /** Sets {@link NodeConfig#processPriority}. */
    public Builder processPriority(@Nullable ProcessPriority value) {
      this.processPriority = value;
      return this;
    }

    /** Adds to {@link NodeConfig#subnets}. */
    public Builder subnet(Subnet value) {
      this.subnets.add(Objects.requireNonNull(value));
      return this;
    }

    /** Sets {@link NodeConfig#subnets} to these, in place of those before. */
    public Builder subnets(Collection<Subnet> values) {
      this.subnets = new ArrayList<>(values);
      return this;
    }

    /** Sets {@link NodeConfig#deviceType}. */
    public Builder deviceType(@Nullable String value) {
      this.deviceType = value;
      return this;
    }

    /** Sets {@link NodeConfig#device}. */
    public Builder device(@Nullable String value) {
      this.device = value;
      return this;
    }

    /** Sets {@link NodeConfig#interfaceName}. */
    public Builder interfaceName(@Nullable String value) {
      this.interfaceName = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#vdePort}.
     *
     * @throws IllegalArgumentException when the value is negative
     */
    public Builder vdePort(int value) {
      this.vdePort = inRange("VDEPort", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /** Sets {@link NodeConfig#vdeGroup}. */
    public Builder vdeGroup(@Nullable String value) {
      this.vdeGroup = value;
      return this;
    }

    /** Sets {@link NodeConfig#netName}. */
    public Builder netName(@Nullable String value) {
      this.netName = value;
      return this;
    }

    /** Sets {@link NodeConfig#scriptDirectory}. */
    public Builder scriptDirectory(@Nullable Path value) {
      this.scriptDirectory = value;
      return this;
    }

    /** Sets {@link NodeConfig#scriptsInterpreter}. */
    public Builder scriptsInterpreter(@Nullable String value) {
      this.scriptsInterpreter = value;
      return this;
    }

    /** Sets {@link NodeConfig#graphDumpFile}. */
    public Builder graphDumpFile(@Nullable String value) {
      this.graphDumpFile = value;
      return this;
    }

    /** Sets {@link NodeConfig#mode}. */
    public Builder mode(RoutingMode value) {
      this.mode = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets {@link NodeConfig#macExpire}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder macExpire(Duration value) {
      this.macExpire = atLeast("MACExpire", value, Duration.ofSeconds(1));
      return this;
    }

    /** Sets {@link NodeConfig#broadcast}. */
    public Builder broadcast(BroadcastMode value) {
      this.broadcast = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#forwarding}. */
    public Builder forwarding(ForwardingMode value) {
      this.forwarding = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#directOnly}. */
    public Builder directOnly(boolean value) {
      this.directOnly = value;
      return this;
    }

    /** Sets {@link NodeConfig#decrementTtl}. */
    public Builder decrementTtl(boolean value) {
      this.decrementTtl = value;
      return this;
    }

    /** Sets {@link NodeConfig#priorityInheritance}. */
    public Builder priorityInheritance(boolean value) {
      this.priorityInheritance = value;
      return this;
    }

    /** Sets {@link NodeConfig#strictSubnets}. */
    public Builder strictSubnets(boolean value) {
      this.strictSubnets = value;
      return this;
    }

    /** Sets {@link NodeConfig#tunnelServer}. */
    public Builder tunnelServer(boolean value) {
      this.tunnelServer = value;
      return this;
    }

    /** Sets {@link NodeConfig#cipher}. */
    public Builder cipher(String value) {
      this.cipher = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#digest}. */
    public Builder digest(String value) {
      this.digest = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets {@link NodeConfig#macLength}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 64
     */
    public Builder macLength(int value) {
      this.macLength = inRange("MACLength", value, 0, 64);
      return this;
    }

    /**
     * Sets {@link NodeConfig#compression}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 11
     */
    public Builder compression(int value) {
      this.compression = inRange("Compression", value, 0, 11);
      return this;
    }

    /**
     * Sets {@link NodeConfig#replayWindow}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 1048576
     */
    public Builder replayWindow(int value) {
      this.replayWindow = inRange("ReplayWindow", value, 0, 1 << 20);
      return this;
    }

    /** Sets {@link NodeConfig#indirectData}. */
    public Builder indirectData(boolean value) {
      this.indirectData = value;
      return this;
    }

    /** Sets {@link NodeConfig#tcpOnly}. */
    public Builder tcpOnly(boolean value) {
      this.tcpOnly = value;
      return this;
    }

    /** Sets {@link NodeConfig#pmtuDiscovery}. */
    public Builder pmtuDiscovery(@Nullable Boolean value) {
      this.pmtuDiscovery = value;
      return this;
    }

    /** Sets {@link NodeConfig#clampMss}. */
    public Builder clampMss(boolean value) {
      this.clampMss = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#pmtu}.
     *
     * @throws IllegalArgumentException when the value is not 1 to 1518
     */
    public Builder pmtu(int value) {
      this.pmtu = inRange("PMTU", value, 1, 1518);
      return this;
    }

    /** Sets {@link NodeConfig#localDiscovery}. */
    public Builder localDiscovery(boolean value) {
      this.localDiscovery = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#pingInterval}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder pingInterval(Duration value) {
      this.pingInterval = atLeast("PingInterval", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#pingTimeout}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder pingTimeout(Duration value) {
      this.pingTimeout = atLeast("PingTimeout", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#keyExpire}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder keyExpire(Duration value) {
      this.keyExpire = atLeast("KeyExpire", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#minTimeout}.
     *
     * @throws IllegalArgumentException when the value is negative
     */
    public Builder minTimeout(Duration value) {
      this.minTimeout = atLeast("MinTimeout", value, Duration.ZERO);
      return this;
    }

    /**
     * Sets {@link NodeConfig#maxTimeout}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder maxTimeout(Duration value) {
      this.maxTimeout = atLeast("MaxTimeout", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#maxOutputBufferSize}.
     *
     * @throws IllegalArgumentException when the value is not 1 to 2147483647
     */
    public Builder maxOutputBufferSize(int value) {
      this.maxOutputBufferSize = inRange("MaxOutputBufferSize", value, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets {@link NodeConfig#udpRcvBuf}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 2147483647
     */
    public Builder udpRcvBuf(int value) {
      this.udpRcvBuf = inRange("UDPRcvBuf", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets {@link NodeConfig#udpSndBuf}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 2147483647
     */
    public Builder udpSndBuf(int value) {
      this.udpSndBuf = inRange("UDPSndBuf", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /** Sets {@link NodeConfig#offload}. */
    public Builder offload(boolean value) {
      this.offload = value;
      return this;
    }

    /** Sets {@link NodeConfig#portableUdp}. */
    public Builder portableUdp(boolean value) {
      this.portableUdp = value;
      return this;
    }

    /**
     * The settings collected.
     *
     * @throws IllegalArgumentException when {@code PingTimeout} exceeds {@code PingInterval},
     *     {@code MinTimeout} exceeds {@code MaxTimeout}, or a subnet of ours has bits beyond its
     *     prefix
     */
    public NodeConfig build() {
      if (pingTimeout.compareTo(pingInterval) > 0) {
        throw new IllegalArgumentException(
            "PingTimeout " + pingTimeout + " exceeds PingInterval " + pingInterval);
      }
      if (minTimeout.compareTo(maxTimeout) > 0) {
        throw new IllegalArgumentException(
            "MinTimeout " + minTimeout + " exceeds MaxTimeout " + maxTimeout);
      }
      for (Subnet subnet : subnets) {
        if (!subnet.isCanonical()) {
          throw new IllegalArgumentException("Subnet has bits beyond its prefix: " + subnet);
        }
      }
      return new NodeConfig(this);
    }

    private static int inRange(String variable, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            variable + " is not " + least + " to " + most + ": " + value);
      }
      return value;
    }

    private static Duration atLeast(String variable, Duration value, Duration least) {
      if (value.compareTo(least) < 0) {
        throw new IllegalArgumentException(variable + " is less than " + least + ": " + value);
      }
      return value;
    }
  }
}
