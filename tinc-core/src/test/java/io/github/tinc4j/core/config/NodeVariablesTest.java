package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.BroadcastMode;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.ForwardingMode;
import io.github.tinc4j.api.config.ListenAddress;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.api.config.ProcessPriority;
import io.github.tinc4j.api.config.ProxySettings;
import io.github.tinc4j.api.config.RoutingMode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeVariablesTest {

  @TempDir Path root;

  private NodeConfig load(String... lines) throws Exception {
    return TestDirectory.with(root, lines).load();
  }

  /** With a host system, for those variables that ask for what Java has no way for. */
  private NodeConfig loadOnHost(String... lines) throws Exception {
    TestDirectory directory = TestDirectory.with(root, lines);
    directory.hostSystem = true;
    return directory.load();
  }

  @Test
  void everyVariableReachesItsSetting() throws Exception {
    NodeConfig config =
        loadOnHost(
            "AddressFamily = IPv6",
            "BindToAddress = * 1000",
            "BindToAddress = 127.0.0.1 tinc",
            "BindToAddress = ::1",
            "BindToInterface = eth0",
            "Broadcast = direct",
            "Cipher = AES-128-CBC",
            "ClampMSS = no",
            "Compression = 9",
            "ConnectTo = bar",
            "ConnectTo = b-z",
            "ConnectTo = baz",
            "DecrementTTL = yes",
            "Device = /dev/x",
            "DeviceType = TUN",
            "Digest = SHA512",
            "DirectOnly = yes",
            "Forwarding = Kernel",
            "GraphDumpFile = | dot -Tsvg",
            "IndirectData = yes",
            "Interface = vpn0",
            "KeyExpire = 7",
            "LocalDiscovery = yes",
            "MACLength = 64",
            "MaxOutputBufferSize = 4000",
            "MaxTimeout = 100",
            "MinTimeout = 20",
            "PingInterval = 30",
            "PingTimeout = 3",
            "PMTU = 1400",
            "PMTUDiscovery = no",
            "ProcessPriority = Low",
            "Proxy = http 192.0.2.1 3128",
            "Port = 12345",
            "ReplayWindow = 0",
            "ScriptsInterpreter = /bin/dash",
            "StrictSubnets = yes",
            "Subnet = 10.0.0.0/8#5",
            "TCPOnly = yes",
            "TunnelServer = yes",
            "UDPRcvBuf = 100000",
            "UDPSndBuf = 200000",
            "Offload = no",
            "PortableUDP = yes",
            "Mode = Switch",
            "PriorityInheritance = yes",
            "MACExpire = 5",
            "VDEPort = 3",
            "VDEGroup = vdes");
    assertThat(config.addressFamily()).isEqualTo(AddressFamily.IPV6);
    assertThat(config.bindToAddress())
        .containsExactly(
            new ListenAddress("*", 1000),
            new ListenAddress("127.0.0.1", 655),
            new ListenAddress("::1", -1));
    assertThat(config.bindToInterface()).isEqualTo("eth0");
    assertThat(config.broadcast()).isEqualTo(BroadcastMode.DIRECT);
    assertThat(config.cipher()).isEqualTo("AES-128-CBC");
    assertThat(config.clampMss()).isFalse();
    assertThat(config.compression()).isEqualTo(9);
    assertThat(config.connectTo()).containsExactly(NodeName.of("bar"), NodeName.of("baz"));
    assertThat(config.decrementTtl()).isTrue();
    assertThat(config.device()).isEqualTo("/dev/x");
    assertThat(config.deviceType()).isEqualTo("tun");
    assertThat(config.digest()).isEqualTo("SHA512");
    assertThat(config.directOnly()).isTrue();
    assertThat(config.forwarding()).isEqualTo(ForwardingMode.KERNEL);
    assertThat(config.graphDumpFile()).isEqualTo("| dot -Tsvg");
    assertThat(config.indirectData()).isTrue();
    assertThat(config.interfaceName()).isEqualTo("vpn0");
    assertThat(config.keyExpire()).isEqualTo(Duration.ofSeconds(7));
    assertThat(config.localDiscovery()).isTrue();
    assertThat(config.macLength()).isEqualTo(64);
    assertThat(config.maxOutputBufferSize()).isEqualTo(4000);
    assertThat(config.maxTimeout()).isEqualTo(Duration.ofSeconds(100));
    assertThat(config.minTimeout()).isEqualTo(Duration.ofSeconds(20));
    assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.pingTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.pmtu()).isEqualTo(1400);
    assertThat(config.pmtuDiscovery()).isFalse();
    assertThat(config.port()).isEqualTo(12345);
    assertThat(config.processPriority()).isEqualTo(ProcessPriority.LOW);
    assertThat(config.proxy()).isEqualTo(ProxySettings.http("192.0.2.1", 3128));
    assertThat(config.replayWindow()).isZero();
    assertThat(config.scriptDirectory()).isEqualTo(root);
    assertThat(config.scriptsInterpreter()).isEqualTo("/bin/dash");
    assertThat(config.strictSubnets()).isTrue();
    assertThat(config.subnets()).containsExactly(Subnet.parse("10.0.0.0/8#5"));
    assertThat(config.tcpOnly()).isTrue();
    assertThat(config.tunnelServer()).isTrue();
    assertThat(config.udpRcvBuf()).isEqualTo(100_000);
    assertThat(config.udpSndBuf()).isEqualTo(200_000);
    assertThat(config.offload()).isFalse();
    assertThat(config.portableUdp()).isTrue();
    assertThat(config.priorityInheritance()).isTrue();
    assertThat(config.mode()).isEqualTo(RoutingMode.SWITCH);
    assertThat(config.macExpire()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.vdePort()).isEqualTo(3);
    assertThat(config.vdeGroup()).isEqualTo("vdes");
  }

  @Test
  void anEmptyDirectoryGivesTheDefaultsOfTheBuilder() throws Exception {
    NodeConfig read = load();
    NodeConfig built = NodeConfig.builder(NodeName.of("foo"), read.privateKey()).build();
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("settings.hosts", "settings.scriptDirectory", "settings.privateKey")
        .isEqualTo(built);
  }

  @ParameterizedTest
  @CsvSource({
    "Name = a-b, Name",
    "AddressFamily = ipv5, AddressFamily",
    "AddressFamily = ipv4 # x, AddressFamily",
    "BindToAddress = 127.0.0.1 nosuch, BindToAddress",
    "BindToAddress = 127.0.0.1 65536, BindToAddress",
    "Broadcast = maybe, Broadcast",
    "Cipher = rot13, Cipher",
    "Cipher = rc4, Cipher",
    "Cipher = chacha20, Cipher",
    "Compression = -1, Compression",
    "Compression = 12, Compression",
    "Digest = crc, Digest",
    "Forwarding = maybe, Forwarding",
    "MACLength = 33, MACLength",
    "MACLength = -1, MACLength",
    "MaxOutputBufferSize = 0, MaxOutputBufferSize",
    "MaxTimeout = 0, MaxTimeout",
    "MinTimeout = -1, MinTimeout",
    "Mode = bridge, Mode",
    "Port = nosuch, Port",
    "Port = 65536, Port",
    "Port = -1, Port",
    "PrivateKey = 1234, PrivateKey",
    "PrivateKeyFile = no\u0000such, PrivateKeyFile",
    "ProcessPriority = idle, ProcessPriority",
    "Proxy = ftp 127.0.0.1 21, Proxy",
    "ReplayWindow = -1, ReplayWindow",
    "Subnet = 10.0.0.1/24, Subnet",
    "Subnet = example.org, Subnet",
    "UDPRcvBuf = 0, UDPRcvBuf",
    "UDPSndBuf = 0, UDPSndBuf",
  })
  void anIllegalValueIsNamedWithFileLineAndVariable(String line, String variable) throws Exception {
    TestDirectory directory =
        TestDirectory.with(root).write("tinc.conf", "\n" + line + "\nName=foo");
    directory.hostSystem = true;
    assertThatThrownBy(directory::load)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.file()).isEqualTo(root.resolve("tinc.conf").toString());
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.variable()).isEqualTo(variable);
              assertThat(e).hasMessageStartingWith(e.file() + ":2: " + variable + ": ");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"BindToInterface = eth0", "ProcessPriority = low"})
  void whatThisNodeCannotDoIsRefusedWithAdvice(String line) throws Exception {
    TestDirectory directory = TestDirectory.with(root, line);
    String variable = line.substring(0, line.indexOf(' '));
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(root.resolve("tinc.conf") + ":2: " + variable)
        .hasMessageContaining("'" + line.substring(line.indexOf('=') + 2) + "'")
        .hasMessageMatching("(?s).*(remove the line|use BindToAddress).*");
  }

  @ParameterizedTest
  @CsvSource({"low, LOW", "NORMAL, NORMAL", "high, HIGH"})
  void aPriorityIsOneOfThree(String value, ProcessPriority priority) throws Exception {
    assertThat(loadOnHost("ProcessPriority = " + value).processPriority()).isEqualTo(priority);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mode = Router",
        "Proxy = none",
        "TunnelServer = perhaps",
        "LocalDiscovery = perhaps",
        "Hostnames = yes",
        "IffOneQueue = yes",
        "NoSuchVariable = 1",
        "AutoConnect = yes"
      })
  void whatChangesNothingIsAccepted(String line) throws Exception {
    assertThat(load(line).name()).isEqualTo(NodeName.of("foo"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TCPOnly = maybe", "TCPOnly = 1"})
  void aFlagThatIsNeitherYesNorNoKeepsItsDefault(String line) throws Exception {
    assertThat(load(line).tcpOnly()).isFalse();
  }

  @Test
  void aNumberEndsAtTheFirstOtherCharacterAndGarbageKeepsTheDefault() throws Exception {
    NodeConfig config = load("PingInterval = 12abc", "KeyExpire = soon", "Compression = x");
    assertThat(config.pingInterval()).isEqualTo(Duration.ofSeconds(12));
    assertThat(config.keyExpire()).isEqualTo(Duration.ofHours(1));
    assertThat(config.compression()).isZero();
  }

  @Test
  void timesOutOfRangeAreClippedAsTincdDoes() throws Exception {
    NodeConfig config =
        load("PingInterval = 0", "PingTimeout = 0", "MinTimeout = 1000", "MaxTimeout = 10");
    assertThat(config.pingInterval()).isEqualTo(Duration.ofDays(1));
    assertThat(config.pingTimeout()).isEqualTo(Duration.ofDays(1));
    assertThat(config.minTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(load("PingInterval = 10", "PingTimeout = 11").pingTimeout())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void thePmtuOnlyLowers() throws Exception {
    assertThat(load("PMTU = 9000").pmtu()).isEqualTo(1518);
    assertThat(load("PMTU = 0").pmtu()).isEqualTo(1);
  }

  @Test
  void withoutADigestAnyMacLengthWillDo() throws Exception {
    NodeConfig config = load("Digest = none", "MACLength = 100");
    assertThat(config.digest()).isEqualTo("none");
    assertThat(config.macLength()).isEqualTo(64);
  }
}
