package io.github.tinc4j.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.api.config.HostConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryConfigTest {

  @TempDir Path root;

  @Test
  void aMissingNameIsAnErrorOfTheServerFile() throws Exception {
    TestDirectory directory = TestDirectory.empty(root).write("tinc.conf", "Port = 1");
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("tinc.conf") + ": Name: is missing");
  }

  @Test
  void aMissingServerFileIsNamed() {
    assertThatThrownBy(TestDirectory.empty(root)::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(root.resolve("tinc.conf") + ": cannot be read: ");
  }

  @Test
  void aNameOfTheEnvironmentHasItsOddCharactersReplaced() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("tinc.conf", "Name = $WHERE");
    directory.environment = Map.of("WHERE", "a-b.c");
    assertThat(directory.load().name()).isEqualTo(NodeName.of("a_b_c"));
  }

  @Test
  void aVariableThatTheEnvironmentLacksIsAnErrorWithItsLine() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("tinc.conf", "\nName = $WHERE");
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("tinc.conf") + ":2: Name: the environment has no variable WHERE");
  }

  @Test
  void theHostNameIsAskedOnlyWhereTheEnvironmentHasNone() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("tinc.conf", "Name = $HOST");
    assertThat(directory.load().name()).isEqualTo(NodeName.of("host_example_org"));
    directory.environment = Map.of("HOST", "other");
    assertThat(directory.load().name()).isEqualTo(NodeName.of("other"));
  }

  @Test
  void aLongHostNameIsCutAt31Characters() throws Exception {
    var settings = new Settings(List.of(new Assignment("Name", "$HOST", "f", 1)));
    NodeName name = OwnName.read(settings, root, Map.of(), () -> "h".repeat(40));
    assertThat(name.value()).isEqualTo("h".repeat(31));
  }

  @Test
  void namesOfVariablesMayBeWrittenInAnyCase() throws Exception {
    TestDirectory directory = TestDirectory.empty(root);
    TestDirectory.with(root).write("tinc.conf", "NAME = foo\nport = 7\nTcpOnly = yes");
    assertThat(directory.load().port()).isEqualTo(7);
    assertThat(directory.load("PORT=8").port()).isEqualTo(8);
    assertThat(directory.load().tcpOnly()).isTrue();
  }

  @Test
  void theLowestLineNumberWinsWhateverTheFile() throws Exception {
    TestDirectory directory = TestDirectory.with(root, "", "Port = 2");
    directory.prepend("hosts/foo", "Port = 3");
    assertThat(directory.load().port()).isEqualTo(3);
    directory.prepend("hosts/foo", "\n\n");
    assertThat(directory.load().port()).isEqualTo(2);
  }

  @Test
  void ofEqualLineNumbersThePathThatSortsFirstWins() throws Exception {
    TestDirectory directory =
        TestDirectory.with(root, "Port = 4")
            .write("conf.d/b.conf", "\nPort = 3\nSubnet = 10.3.0.0/16")
            .write("conf.d/a.conf", "\nPort = 2\nSubnet = 10.2.0.0/16\nSubnet = 10.1.0.0/16");
    assertThat(directory.load().port()).isEqualTo(2);
    assertThat(directory.load().subnets())
        .containsExactly(
            Subnet.parse("10.2.0.0/16"), Subnet.parse("10.3.0.0/16"), Subnet.parse("10.1.0.0/16"));
  }

  @Test
  void theCommandLineWinsOverAllFiles() throws Exception {
    TestDirectory directory = TestDirectory.with(root, "Port = 2");
    assertThat(directory.load("Port=4", "Port=5").port()).isEqualTo(4);
    assertThat(directory.load("bar.Port=4", "foo.Port = 5", "Port=6").port()).isEqualTo(5);
  }

  @Test
  void anOptionThatIsNoAssignmentIsNamed() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    assertThatThrownBy(() -> directory.load("Port"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("Port: not KEY=VALUE: 'Port'");
  }

  @Test
  void filesOfTheExtraDirectoryCountWhenTheyEndInConf() throws Exception {
    TestDirectory directory =
        TestDirectory.with(root)
            .write("conf.d/a.conf", "Subnet = 10.1.0.0/16")
            .write("conf.d/.conf", "Subnet = 10.2.0.0/16")
            .write("conf.d/b.conf~", "Subnet = 10.3.0.0/16");
    assertThat(directory.load().subnets()).containsExactly(Subnet.parse("10.1.0.0/16"));
  }

  @Test
  void aFaultInTheExtraDirectoryIsNamedWithItsFile() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("conf.d/a.conf", "\nPort =");
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(root.resolve("conf.d/a.conf") + ":2: Port: has no value");
  }

  @Test
  void aBadSubnetOfOurOwnHostFileIsNamedWithItsFile() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    directory.prepend("hosts/foo", "Subnet = 10.0.0.1/8");
    assertThatThrownBy(directory::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(root.resolve("hosts/foo") + ":1: Subnet: ");
  }

  @Test
  void theOwnHostFileMayBeMissing() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    Files.delete(root.resolve("hosts/foo"));
    assertThat(directory.load().subnets()).isEmpty();
  }

  @Test
  void everyVariableOfAHostFileReachesItsSetting() throws Exception {
    TestDirectory directory =
        TestDirectory.with(root)
            .write(
                "hosts/bar",
                """
                Address = bar.example.org
                Address = 192.0.2.1 tinc
                Address = 192.0.2.2 1234
                Address = 192.0.2.3 nosuch
                Address = 192.0.2.4 0
                Port = 700
                Weight = -3
                IndirectData = yes
                TCPOnly = yes
                ClampMSS = no
                PMTU = 1200
                Subnet = no subnet
                Subnet = 10.1.0.1/16
                Subnet = 10.2.0.0/16#3
                Subnet = fd02::/64
                """);
    HostConfig host = directory.host("bar");
    assertThat(host.name()).isEqualTo(NodeName.of("bar"));
    assertThat(host.publicKey()).isNull();
    assertThat(host.addresses())
        .containsExactly(
            new HostAddress("bar.example.org", -1),
            new HostAddress("192.0.2.1", 655),
            new HostAddress("192.0.2.2", 1234));
    assertThat(host.port()).isEqualTo(700);
    assertThat(host.weight()).isEqualTo(-3);
    assertThat(host.indirectData()).isTrue();
    assertThat(host.tcpOnly()).isTrue();
    assertThat(host.clampMss()).isFalse();
    assertThat(host.pmtu()).isEqualTo(1200);
    assertThat(host.subnets())
        .containsExactly(Subnet.parse("10.2.0.0/16#3"), Subnet.parse("fd02::/64"));
  }

  @Test
  void allHostFilesThatANodeMayBeNamedAfterAreListed() throws Exception {
    TestDirectory directory =
        TestDirectory.with(root)
            .write("hosts/bar", "")
            .write("hosts/bar-up", "")
            .write("hosts/baz.orig", "")
            .write("hosts/dir/file", "");
    var hosts = directory.load().hosts();
    assertThat(hosts.names()).containsExactlyInAnyOrder(NodeName.of("foo"), NodeName.of("bar"));
    directory.write("hosts/late", "");
    assertThat(hosts.names()).contains(NodeName.of("late"));
  }

  @Test
  void withoutADirectoryOfHostsNobodyIsKnown() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    Files.delete(root.resolve("hosts/foo"));
    Files.delete(root.resolve("hosts"));
    assertThat(directory.load().hosts().names()).isEmpty();
  }

  @Test
  void hostsThatAreNoDirectoryAreAFault() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    Files.delete(root.resolve("hosts/foo"));
    Files.delete(root.resolve("hosts"));
    var hosts = directory.write("hosts", "").load().hosts();
    assertThatThrownBy(hosts::names)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(root.resolve("hosts").toString());
  }

  @Test
  void anEmptyHostFileGivesTheDefaultsOfTheBuilder() throws Exception {
    HostConfig host = TestDirectory.with(root).write("hosts/bar", "").host("bar");
    assertThat(host)
        .usingRecursiveComparison()
        .isEqualTo(HostConfig.builder(NodeName.of("bar")).build());
  }

  @Test
  void aPortThatIsNoneDoesNotKeepThePeerOut() throws Exception {
    HostConfig host = TestDirectory.with(root).write("hosts/bar", "Port = nosuch").host("bar");
    assertThat(host.port()).isEqualTo(655);
  }

  @Test
  void optionsForAHostWinOverItsFile() throws Exception {
    TestDirectory directory = TestDirectory.with(root).write("hosts/bar", "Port = 700");
    assertThat(directory.host("bar", "bar.Port=800", "Port=900").port()).isEqualTo(800);
  }

  @Test
  void aHostFileIsReadAnewEachTime() throws Exception {
    TestDirectory directory = TestDirectory.with(root);
    var hosts = directory.load().hosts();
    assertThat(hosts.find(NodeName.of("bar"))).isNull();
    directory.write("hosts/bar", "Port = 700");
    assertThat(hosts.find(NodeName.of("bar"))).extracting(HostConfig::port).isEqualTo(700);
    directory.write("hosts/bar", "Port =");
    assertThatThrownBy(() -> hosts.find(NodeName.of("bar")))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void keysOfFewerThan512BitsAreNotMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestDirectory.empty(root).reader().generateKeys(511, List.of()));
  }
}
