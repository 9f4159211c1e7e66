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

  private final NodeSettings settings;

  private NodeConfig(NodeSettings settings) {
    this.settings = settings;
  }

  /**
   * A builder with the defaults of tincd.
   *
   * @param name the node's own name
   * @param privateKey its RSA private key; the modulus must have a multiple of 8 bits
   */
  public static Builder builder(NodeName name, RSAPrivateKey privateKey) {
    return new Builder(
        new NodeSettings(Objects.requireNonNull(name), Objects.requireNonNull(privateKey)));
  }

  /** A builder that holds these settings. */
  public Builder toBuilder() {
    return new Builder(settings.copy());
  }

  /** {@code Name}: the node's own name. */
  public NodeName name() {
    return settings.name;
  }

  /** {@code PrivateKeyFile}: the node's RSA private key. */
  public RSAPrivateKey privateKey() {
    return settings.privateKey;
  }

  /** The {@code hosts} directory: what is known of other nodes; nobody by default. */
  public KnownHosts hosts() {
    return settings.hosts;
  }

  /** {@code ConnectTo}: nodes to keep a meta connection to, in order; none by default. */
  public List<NodeName> connectTo() {
    return settings.connectTo;
  }

  /**
   * {@code BindToAddress}: where to listen for TCP and UDP; empty, the default, means all addresses
   * of the {@link #addressFamily}. {@code ::} takes IPv4 only with {@code 0.0.0.0} beside it;
   * {@code *} is both.
   */
  public List<ListenAddress> bindToAddress() {
    return settings.bindToAddress;
  }

  /**
   * {@code BindToInterface}: the network interface that all sockets are bound to, those that listen
   * and those of outgoing connections, to a proxy as well; null, the default, binds them to none.
   * Needs a {@link io.github.tinc4j.spi.HostSystem}, as {@code tinc-tun-linux} has one. At a reload
   * outgoing connections take another name, sockets that listen do not.
   */
  public @Nullable String bindToInterface() {
    return settings.bindToInterface;
  }

  /**
   * Descriptors of TCP sockets that listen already, which this process was started with, as systemd
   * does for socket activation: the node accepts from them in place of those of {@link
   * #bindToAddress} and {@link #port}, and opens a UDP socket on the address of each. They stay
   * open, and yours. None by default. Needs a {@link io.github.tinc4j.spi.HostSystem}.
   */
  public List<Integer> inheritedSockets() {
    return settings.inheritedSockets;
  }

  /**
   * {@code Port}: port for TCP and UDP where {@code BindToAddress} names none, 0 to 65535; 0 picks
   * a free one, which is announced to peers.
   */
  public int port() {
    return settings.port;
  }

  /**
   * The port that peers are told: {@code Port}, for a router may lead that one to another that
   * {@code BindToAddress} names; where {@code Port} is not set or 0, the one that is listened on.
   *
   * @param bound the port that the first of our sockets has
   */
  public int announcedPort(int bound) {
    return settings.portIsSet && settings.port != 0 ? settings.port : bound;
  }

  /**
   * {@code AddressFamily}: families to listen on and to connect with. With {@code ipv6} what comes
   * by IPv4 is left alone.
   */
  public AddressFamily addressFamily() {
    return settings.addressFamily;
  }

  /**
   * {@code Proxy}: what outgoing meta connections are made through; null, the default, connects
   * directly.
   */
  public @Nullable ProxySettings proxy() {
    return settings.proxy;
  }

  /**
   * {@code ProcessPriority}: how urgent the threads of this node are to the system, and the scripts
   * that they run; null, the default, leaves that alone. Needs a {@link
   * io.github.tinc4j.spi.HostSystem}.
   */
  public @Nullable ProcessPriority processPriority() {
    return settings.processPriority;
  }

  /** {@code Subnet}: our own subnets; none by default. */
  public List<Subnet> subnets() {
    return settings.subnets;
  }

  /**
   * {@code DeviceType}: kind of device: {@code dummy}, {@code tun}, or what a provider on the class
   * path offers; null, the default, lets the platform decide.
   */
  public @Nullable String deviceType() {
    return settings.deviceType;
  }

  /** {@code Device}: device file or address; null, the default, lets the device decide. */
  public @Nullable String device() {
    return settings.device;
  }

  /**
   * {@code Interface}: name of the network interface; null, the default, means the net name, or the
   * system's choice.
   */
  public @Nullable String interfaceName() {
    return settings.interfaceName;
  }

  /**
   * {@code VDEPort}: for {@code DeviceType = vde}, the port of the VDE switch; 0, the default, lets
   * the switch choose.
   */
  public int vdePort() {
    return settings.vdePort;
  }

  /**
   * {@code VDEGroup}: for {@code DeviceType = vde}, the group that gets the VDE socket; null, the
   * default, means that of the process.
   */
  public @Nullable String vdeGroup() {
    return settings.vdeGroup;
  }

  /** The option -n: name of the network, for scripts and the interface; none by default. */
  public @Nullable String netName() {
    return settings.netName;
  }

  /**
   * The configuration directory: where {@code tinc-up} and the other scripts are; null, the
   * default, runs none.
   */
  public @Nullable Path scriptDirectory() {
    return settings.scriptDirectory;
  }

  /**
   * {@code ScriptsInterpreter}: program that runs the scripts; null, the default, lets the system
   * decide.
   */
  public @Nullable String scriptsInterpreter() {
    return settings.scriptsInterpreter;
  }

  /**
   * {@code GraphDumpFile}: where the graph of the mesh is written as Graphviz text, every minute if
   * it has changed: a file, or after {@code |} a shell command that reads it; null, the default,
   * for nowhere.
   */
  public @Nullable String graphDumpFile() {
    return settings.graphDumpFile;
  }

  /** {@code Mode}: by what packets find their way; the same on all nodes. Default router. */
  public RoutingMode mode() {
    return settings.mode;
  }

  /**
   * {@code MACExpire}: in switch mode, how long a MAC address that our device sent from stays ours
   * without being seen again, at least one second; ten minutes by default.
   */
  public Duration macExpire() {
    return settings.macExpire;
  }

  /** {@code Broadcast}: how broadcast and multicast packets spread; the same on all nodes. */
  public BroadcastMode broadcast() {
    return settings.broadcast;
  }

  /** {@code Forwarding}: what happens to packets that are for other nodes. */
  public ForwardingMode forwarding() {
    return settings.forwarding;
  }

  /** {@code DirectOnly}: whether to refuse packets that would need a relay. */
  public boolean directOnly() {
    return settings.directOnly;
  }

  /** {@code DecrementTTL}: whether relayed packets lose one hop of their TTL. */
  public boolean decrementTtl() {
    return settings.decrementTtl;
  }

  /**
   * {@code PriorityInheritance}: whether the TOS byte or traffic class of a packet is copied to the
   * datagram that carries it, so that those who see only that can prefer it. Default false.
   */
  public boolean priorityInheritance() {
    return settings.priorityInheritance;
  }

  /**
   * {@code StrictSubnets}: whether only the subnets that {@link #hosts} name for other nodes are
   * believed, rather than what those announce. Default false; {@link #tunnelServer} implies it.
   */
  public boolean strictSubnets() {
    return settings.strictSubnets;
  }

  /**
   * {@code TunnelServer}: whether neighbours hear nothing of each other from us, and broadcasts are
   * not passed on (spec 30, 3 and 12). Default false.
   */
  public boolean tunnelServer() {
    return settings.tunnelServer;
  }

  /** {@code Cipher}: cipher for packets sent to us, by its OpenSSL name, or {@code none}. */
  public String cipher() {
    return settings.cipher;
  }

  /**
   * {@code Digest}: digest for the MAC of packets sent to us, by its OpenSSL name, or {@code none}.
   */
  public String digest() {
    return settings.digest;
  }

  /** {@code MACLength}: bytes of MAC on packets sent to us, 0 to the size of the digest. */
  public int macLength() {
    return settings.macLength;
  }

  /** {@code Compression}: compression of packets sent to us: 0 none, 1 to 9 zlib, 10 and 11 LZO. */
  public int compression() {
    return settings.compression;
  }

  /**
   * {@code ReplayWindow}: size of the replay window in bytes, eight packets each; 0 turns replay
   * protection off.
   */
  public int replayWindow() {
    return settings.replayWindow;
  }

  /** {@code IndirectData}: whether only our neighbours may send us data directly. */
  public boolean indirectData() {
    return settings.indirectData;
  }

  /**
   * {@code TCPOnly}: whether data goes through the meta connections; implies {@link #indirectData}.
   */
  public boolean tcpOnly() {
    return settings.tcpOnly;
  }

  /**
   * {@code PMTUDiscovery}: whether the path MTU is probed; null, the default, means unless {@link
   * #tcpOnly}.
   */
  public @Nullable Boolean pmtuDiscovery() {
    return settings.pmtuDiscovery;
  }

  /** {@code ClampMSS}: whether the MSS of TCP connections is clamped to the path MTU. */
  public boolean clampMss() {
    return settings.clampMss;
  }

  /** {@code PMTU}: upper bound for the MTU of all paths, in bytes of frame; only lowers. */
  public int pmtu() {
    return settings.pmtu;
  }

  /**
   * {@code LocalDiscovery}: whether MTU probes are broadcast on the local network too, so that
   * nodes in it find the straight way to each other (spec 20, 9). Default false.
   */
  public boolean localDiscovery() {
    return settings.localDiscovery;
  }

  /** {@code PingInterval}: time between PINGs, at least one second. */
  public Duration pingInterval() {
    return settings.pingInterval;
  }

  /**
   * {@code PingTimeout}: time to answer a PING, to finish a handshake and to open a connection, one
   * second to {@link #pingInterval}.
   */
  public Duration pingTimeout() {
    return settings.pingTimeout;
  }

  /** {@code KeyExpire}: life of packet keys, at least one second. */
  public Duration keyExpire() {
    return settings.keyExpire;
  }

  /**
   * {@code MinTimeout}: shortest delay between attempts to connect, at most {@link #maxTimeout}.
   */
  public Duration minTimeout() {
    return settings.minTimeout;
  }

  /** {@code MaxTimeout}: longest delay between attempts to connect, at least one second. */
  public Duration maxTimeout() {
    return settings.maxTimeout;
  }

  /**
   * {@code MaxOutputBufferSize}: bytes waiting on a meta connection from which on TCP-carried
   * packets are all dropped; early drops begin at half of it.
   */
  public int maxOutputBufferSize() {
    return settings.maxOutputBufferSize;
  }

  /**
   * {@code UDPRcvBuf}: receive buffer of UDP sockets in bytes; 0, the default, leaves it to the
   * system.
   */
  public int udpRcvBuf() {
    return settings.udpRcvBuf;
  }

  /**
   * {@code UDPSndBuf}: send buffer of UDP sockets in bytes; 0, the default, leaves it to the
   * system.
   */
  public int udpSndBuf() {
    return settings.udpSndBuf;
  }

  /**
   * {@code Offload}, a variable that tincd does not know: whether the device and the UDP sockets
   * may have the kernel cut and join packets, where they can. Default true; peers cannot tell.
   */
  public boolean offload() {
    return settings.offload;
  }

  /**
   * {@code PortableUDP}, a variable that tincd does not know: whether UDP goes through the sockets
   * of Java even where there is a {@linkplain io.github.tinc4j.spi.UdpTransportProvider faster
   * way}. Default false; peers cannot tell.
   */
  public boolean portableUdp() {
    return settings.portableUdp;
  }

  /** Collects settings; not thread-safe. Each method returns this builder. */
  public static final class Builder {
    private final NodeSettings settings;

    private Builder(NodeSettings settings) {
      this.settings = settings;
    }

    /** Sets {@link NodeConfig#hosts}. */
    public Builder hosts(KnownHosts value) {
      settings.hosts = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#hosts} to these. */
    public Builder hosts(HostConfig... values) {
      return hosts(KnownHosts.of(List.of(values)));
    }

    /** Adds to {@link NodeConfig#connectTo}. */
    public Builder connectTo(NodeName value) {
      settings.connectTo = with(settings.connectTo, value);
      return this;
    }

    /** Sets {@link NodeConfig#connectTo} to these, in place of those before. */
    public Builder connectTo(Collection<NodeName> values) {
      settings.connectTo = List.copyOf(values);
      return this;
    }

    /** Adds to {@link NodeConfig#bindToAddress}. */
    public Builder bindToAddress(ListenAddress value) {
      settings.bindToAddress = with(settings.bindToAddress, value);
      return this;
    }

    /** Sets {@link NodeConfig#bindToInterface}. */
    public Builder bindToInterface(@Nullable String value) {
      settings.bindToInterface = value;
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
      settings.inheritedSockets = List.copyOf(values);
      return this;
    }

    /**
     * Sets {@link NodeConfig#port}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 65535
     */
    public Builder port(int value) {
      settings.port = inRange("Port", value, 0, 65535);
      settings.portIsSet = true;
      return this;
    }

    /** Sets {@link NodeConfig#addressFamily}. */
    public Builder addressFamily(AddressFamily value) {
      settings.addressFamily = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#proxy}. */
    public Builder proxy(@Nullable ProxySettings value) {
      settings.proxy = value;
      return this;
    }

    /** Sets {@link NodeConfig#processPriority}. */
    public Builder processPriority(@Nullable ProcessPriority value) {
      settings.processPriority = value;
      return this;
    }

    /** Adds to {@link NodeConfig#subnets}. */
    public Builder subnet(Subnet value) {
      settings.subnets = with(settings.subnets, value);
      return this;
    }

    /** Sets {@link NodeConfig#subnets} to these, in place of those before. */
    public Builder subnets(Collection<Subnet> values) {
      settings.subnets = List.copyOf(values);
      return this;
    }

    /** Sets {@link NodeConfig#deviceType}. */
    public Builder deviceType(@Nullable String value) {
      settings.deviceType = value;
      return this;
    }

    /** Sets {@link NodeConfig#device}. */
    public Builder device(@Nullable String value) {
      settings.device = value;
      return this;
    }

    /** Sets {@link NodeConfig#interfaceName}. */
    public Builder interfaceName(@Nullable String value) {
      settings.interfaceName = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#vdePort}.
     *
     * @throws IllegalArgumentException when the value is negative
     */
    public Builder vdePort(int value) {
      settings.vdePort = inRange("VDEPort", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /** Sets {@link NodeConfig#vdeGroup}. */
    public Builder vdeGroup(@Nullable String value) {
      settings.vdeGroup = value;
      return this;
    }

    /** Sets {@link NodeConfig#netName}. */
    public Builder netName(@Nullable String value) {
      settings.netName = value;
      return this;
    }

    /** Sets {@link NodeConfig#scriptDirectory}. */
    public Builder scriptDirectory(@Nullable Path value) {
      settings.scriptDirectory = value;
      return this;
    }

    /** Sets {@link NodeConfig#scriptsInterpreter}. */
    public Builder scriptsInterpreter(@Nullable String value) {
      settings.scriptsInterpreter = value;
      return this;
    }

    /** Sets {@link NodeConfig#graphDumpFile}. */
    public Builder graphDumpFile(@Nullable String value) {
      settings.graphDumpFile = value;
      return this;
    }

    /** Sets {@link NodeConfig#mode}. */
    public Builder mode(RoutingMode value) {
      settings.mode = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets {@link NodeConfig#macExpire}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder macExpire(Duration value) {
      settings.macExpire = atLeast("MACExpire", value, Duration.ofSeconds(1));
      return this;
    }

    /** Sets {@link NodeConfig#broadcast}. */
    public Builder broadcast(BroadcastMode value) {
      settings.broadcast = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#forwarding}. */
    public Builder forwarding(ForwardingMode value) {
      settings.forwarding = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#directOnly}. */
    public Builder directOnly(boolean value) {
      settings.directOnly = value;
      return this;
    }

    /** Sets {@link NodeConfig#decrementTtl}. */
    public Builder decrementTtl(boolean value) {
      settings.decrementTtl = value;
      return this;
    }

    /** Sets {@link NodeConfig#priorityInheritance}. */
    public Builder priorityInheritance(boolean value) {
      settings.priorityInheritance = value;
      return this;
    }

    /** Sets {@link NodeConfig#strictSubnets}. */
    public Builder strictSubnets(boolean value) {
      settings.strictSubnets = value;
      return this;
    }

    /** Sets {@link NodeConfig#tunnelServer}. */
    public Builder tunnelServer(boolean value) {
      settings.tunnelServer = value;
      return this;
    }

    /** Sets {@link NodeConfig#cipher}. */
    public Builder cipher(String value) {
      settings.cipher = Objects.requireNonNull(value);
      return this;
    }

    /** Sets {@link NodeConfig#digest}. */
    public Builder digest(String value) {
      settings.digest = Objects.requireNonNull(value);
      return this;
    }

    /**
     * Sets {@link NodeConfig#macLength}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 64
     */
    public Builder macLength(int value) {
      settings.macLength = inRange("MACLength", value, 0, 64);
      return this;
    }

    /**
     * Sets {@link NodeConfig#compression}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 11
     */
    public Builder compression(int value) {
      settings.compression = inRange("Compression", value, 0, 11);
      return this;
    }

    /**
     * Sets {@link NodeConfig#replayWindow}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 1048576
     */
    public Builder replayWindow(int value) {
      settings.replayWindow = inRange("ReplayWindow", value, 0, 1 << 20);
      return this;
    }

    /** Sets {@link NodeConfig#indirectData}. */
    public Builder indirectData(boolean value) {
      settings.indirectData = value;
      return this;
    }

    /** Sets {@link NodeConfig#tcpOnly}. */
    public Builder tcpOnly(boolean value) {
      settings.tcpOnly = value;
      return this;
    }

    /** Sets {@link NodeConfig#pmtuDiscovery}. */
    public Builder pmtuDiscovery(@Nullable Boolean value) {
      settings.pmtuDiscovery = value;
      return this;
    }

    /** Sets {@link NodeConfig#clampMss}. */
    public Builder clampMss(boolean value) {
      settings.clampMss = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#pmtu}.
     *
     * @throws IllegalArgumentException when the value is not 1 to 1518
     */
    public Builder pmtu(int value) {
      settings.pmtu = inRange("PMTU", value, 1, 1518);
      return this;
    }

    /** Sets {@link NodeConfig#localDiscovery}. */
    public Builder localDiscovery(boolean value) {
      settings.localDiscovery = value;
      return this;
    }

    /**
     * Sets {@link NodeConfig#pingInterval}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder pingInterval(Duration value) {
      settings.pingInterval = atLeast("PingInterval", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#pingTimeout}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder pingTimeout(Duration value) {
      settings.pingTimeout = atLeast("PingTimeout", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#keyExpire}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder keyExpire(Duration value) {
      settings.keyExpire = atLeast("KeyExpire", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#minTimeout}.
     *
     * @throws IllegalArgumentException when the value is negative
     */
    public Builder minTimeout(Duration value) {
      settings.minTimeout = atLeast("MinTimeout", value, Duration.ZERO);
      return this;
    }

    /**
     * Sets {@link NodeConfig#maxTimeout}.
     *
     * @throws IllegalArgumentException when the value is less than one second
     */
    public Builder maxTimeout(Duration value) {
      settings.maxTimeout = atLeast("MaxTimeout", value, Duration.ofSeconds(1));
      return this;
    }

    /**
     * Sets {@link NodeConfig#maxOutputBufferSize}.
     *
     * @throws IllegalArgumentException when the value is not 1 to 2147483647
     */
    public Builder maxOutputBufferSize(int value) {
      settings.maxOutputBufferSize = inRange("MaxOutputBufferSize", value, 1, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets {@link NodeConfig#udpRcvBuf}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 2147483647
     */
    public Builder udpRcvBuf(int value) {
      settings.udpRcvBuf = inRange("UDPRcvBuf", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /**
     * Sets {@link NodeConfig#udpSndBuf}.
     *
     * @throws IllegalArgumentException when the value is not 0 to 2147483647
     */
    public Builder udpSndBuf(int value) {
      settings.udpSndBuf = inRange("UDPSndBuf", value, 0, Integer.MAX_VALUE);
      return this;
    }

    /** Sets {@link NodeConfig#offload}. */
    public Builder offload(boolean value) {
      settings.offload = value;
      return this;
    }

    /** Sets {@link NodeConfig#portableUdp}. */
    public Builder portableUdp(boolean value) {
      settings.portableUdp = value;
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
      if (settings.pingTimeout.compareTo(settings.pingInterval) > 0) {
        throw new IllegalArgumentException(
            "PingTimeout "
                + settings.pingTimeout
                + " exceeds PingInterval "
                + settings.pingInterval);
      }
      if (settings.minTimeout.compareTo(settings.maxTimeout) > 0) {
        throw new IllegalArgumentException(
            "MinTimeout " + settings.minTimeout + " exceeds MaxTimeout " + settings.maxTimeout);
      }
      for (Subnet subnet : settings.subnets) {
        if (!subnet.isCanonical()) {
          throw new IllegalArgumentException("Subnet has bits beyond its prefix: " + subnet);
        }
      }
      return new NodeConfig(settings.copy());
    }

    private static <T> List<T> with(List<T> values, T another) {
      List<T> more = new ArrayList<>(values);
      more.add(Objects.requireNonNull(another));
      return List.copyOf(more);
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
