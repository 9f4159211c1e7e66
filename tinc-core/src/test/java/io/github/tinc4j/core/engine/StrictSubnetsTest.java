package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tinc4j.api.MeshEvent;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.OwnedSubnet;
import io.github.tinc4j.api.Subnet;
import io.github.tinc4j.api.config.ConfigurationException;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.KnownHosts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code StrictSubnets} (spec 30, 3 and 12; spec 40, 8). */
class StrictSubnetsTest {

  /** We know of a and b, and of x, which nobody has mentioned yet. */
  private final EngineFixture me =
      new EngineFixture(
          config ->
              config
                  .strictSubnets(true)
                  .hosts(
                      KnownHosts.of(
                          List.of(
                              host("x", "10.9.0.0/16", "fd09::/16#3"),
                              host("b"),
                              host("a", "10.1.0.0/16"),
                              host("me", "10.66.0.0/16")))));

  static HostConfig host(String name, String... subnets) {
    HostConfig.Builder host =
        HostConfig.builder(NodeName.of(name)).publicKey(TestKeys.publicOf(name));
    List.of(subnets).forEach(subnet -> host.subnet(Subnet.parse(subnet)));
    return host.build();
  }

  @Test
  void theSubnetsOfHostFilesAreThereFromTheStart() {
    assertThat(me.subnets())
        .containsExactly(
            "me 10.0.0.0/24#10",
            "a 10.1.0.0/16#10",
            "x 10.9.0.0/16#10",
            "x fd09:0:0:0:0:0:0:0/16#3");
    assertThat(me.knows("b")).isTrue();
    assertThat(me.effects.eventsOf(MeshEvent.SubnetAdded.class))
        .contains(
            new MeshEvent.SubnetAdded(Subnet.parse("10.1.0.0/16"), NodeName.of("a")),
            new MeshEvent.SubnetAdded(Subnet.parse("10.9.0.0/16"), NodeName.of("x")));
    assertThat(me.effects.scripts).isEmpty();
  }

  @Test
  void aNewNeighbourHearsOfThemInOrderOfNames() {
    RawPeer a = me.incoming();
    a.authenticate("a");
    assertThat(a.linesWithoutSalt())
        .startsWith(
            "10 a 10.1.0.0/16#10",
            "10 me 10.0.0.0/24#10",
            "10 x 10.9.0.0/16#10",
            "10 x fd09:0:0:0:0:0:0:0/16#3")
        .anyMatch(line -> line.startsWith("12 me a "));
  }

  @Test
  void newHostFilesAreBelievedAtReloadAndTheMeshHearsOfIt() {
    RawPeer b = me.linked("b");
    b.lines();
    KnownHosts now =
        KnownHosts.of(List.of(host("b"), host("a", "10.2.0.0/16"), host("c", "10.3.0.0/16")));
    assertThat(me.reload(config -> config.hosts(now))).isEmpty();
    assertThat(me.subnets())
        .containsExactly("me 10.0.0.0/24#10", "a 10.2.0.0/16#10", "c 10.3.0.0/16#10");
    assertThat(b.linesWithoutSalt())
        .containsExactly(
            "11 a 10.1.0.0/16#10",
            "10 a 10.2.0.0/16#10",
            "10 c 10.3.0.0/16#10",
            "11 x 10.9.0.0/16#10",
            "11 x fd09:0:0:0:0:0:0:0/16#3");
  }

  @Test
  void hostsThatCannotBeListedAtReloadLeaveAllAsItIs() {
    List<String> before = me.subnets();
    KnownHosts broken =
        new KnownHosts() {
          @Override
          public @Nullable HostConfig find(NodeName name) {
            return host(name.value());
          }

          @Override
          public List<NodeName> names() throws ConfigurationException {
            throw new ConfigurationException("hosts", 0, null, "cannot be read", null);
          }
        };
    assertThat(me.reload(config -> config.hosts(broken))).isEmpty();
    assertThat(me.subnets()).isEqualTo(before);
  }

  @Test
  void theirScriptsRunWhenTheNodeComes() {
    me.linked("a");
    assertThat(me.effects.scripts).last().asString().startsWith("subnet-up {NODE=a, ");
  }

  @Test
  void anotherSubnetIsNotBelievedButGoesOn() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.lines();
    a.say("10 1 a 10.7.0.0/16", "10 2 y 10.8.0.0/16");
    assertThat(b.lines()).containsExactly("10 1 a 10.7.0.0/16", "10 2 y 10.8.0.0/16");
    assertThat(me.subnets()).noneMatch(subnet -> subnet.matches(".* 10\\.[78]\\..*"));
    assertThat(me.knows("y")).isTrue();
  }

  @Test
  void aSubnetThatIsKnownAlreadyGoesNoFurther() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.say("10 1 a 10.1.0.0/16");
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void theEndOfASubnetIsNotBelievedButGoesOn() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.say("11 1 a 10.1.0.0/16", "11 2 a 10.7.0.0/16", "11 3 nobody 10.7.0.0/16");
    assertThat(b.lines()).containsExactly("11 1 a 10.1.0.0/16", "11 2 a 10.7.0.0/16");
    assertThat(me.subnets()).contains("a 10.1.0.0/16#10");
  }

  @Test
  void ourOwnSubnetsAreDefendedAsEver() {
    RawPeer a = me.linked("a");
    a.say("10 1 me 10.7.0.0/16", "11 2 me 10.0.0.0/24");
    assertThat(a.linesWithoutSalt())
        .containsExactly("11 me 10.7.0.0/16#10", "10 me 10.0.0.0/24#10");
  }

  @Test
  void edgesAreBelievedFromEverybody() {
    RawPeer a = me.linked("a");
    RawPeer b = me.linked("b");
    a.say("12 1 a x 192.0.2.9 655 c 7", "12 2 x a 192.0.2.1 655 c 7");
    assertThat(b.lines()).hasSize(2);
    assertThat(me.reaches("x")).isTrue();
  }

  @Test
  void whatHostFilesSayOutlivesTheLastConnection() {
    RawPeer a = me.linked("a");
    a.say("12 1 a y 192.0.2.9 655 c 7", "12 2 y a 192.0.2.1 655 c 7");
    a.hangUp();
    assertThat(me.subnets()).contains("a 10.1.0.0/16#10", "x 10.9.0.0/16#10");
    assertThat(me.knows("a")).isTrue();
    assertThat(me.knows("y")).as("y, which no host file gives a subnet").isFalse();
  }

  @Test
  void aHostThatCannotBeReadCostsItsOwnSubnetsOnly() {
    EngineFixture careful =
        new EngineFixture(config -> config.strictSubnets(true).hosts(hosts("a", "broken", "x")));
    assertThat(careful.effects.view.subnets())
        .extracting(OwnedSubnet::owner)
        .containsExactly(NodeName.of("me"), NodeName.of("a"), NodeName.of("x"));
  }

  private static KnownHosts hosts(String... names) {
    return new KnownHosts() {
      @Override
      public @Nullable HostConfig find(NodeName name) throws ConfigurationException {
        if (name.value().equals("broken")) {
          throw new ConfigurationException("hosts/broken", 1, null, "no value", null);
        }
        return host(name.value(), "10.1.0.0/16");
      }

      @Override
      public List<NodeName> names() {
        return List.of(names).stream().map(NodeName::of).toList();
      }
    };
  }

  @Test
  void hostsThatCannotBeListedKeepTheNodeFromStarting() {
    KnownHosts unlisted =
        new KnownHosts() {
          @Override
          public @Nullable HostConfig find(NodeName name) {
            return null;
          }

          @Override
          public List<NodeName> names() throws ConfigurationException {
            throw new ConfigurationException("hosts", 0, null, "cannot be read", null);
          }
        };
    assertThatThrownBy(() -> new EngineFixture(c -> c.strictSubnets(true).hosts(unlisted)))
        .hasCauseInstanceOf(ConfigurationException.class);
    assertThat(new EngineFixture(config -> config.hosts(unlisted)).knows("me")).isTrue();
  }

  @Test
  void withoutItHostFilesSayNothingOfSubnets() {
    EngineFixture trusting = new EngineFixture(config -> config.hosts(hosts("a", "x")));
    assertThat(trusting.subnets()).containsExactly("me 10.0.0.0/24#10");
  }
}
