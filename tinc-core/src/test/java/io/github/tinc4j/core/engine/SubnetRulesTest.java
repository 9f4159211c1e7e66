package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.Subnet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ADD_SUBNET and DEL_SUBNET (spec 30, 3), and our own subnets. */
class SubnetRulesTest {

  private final EngineFixture me = new EngineFixture();
  private RawPeer a = me.linked("a");
  private RawPeer b = me.linked("b");

  @BeforeEach
  void forgetWhatWasSaid() {
    a.lines();
    b.lines();
    me.published();
    me.effects.events.clear();
    me.effects.scripts.clear();
  }

  @Test
  void aNewSubnetIsKeptAndGoesOnByteForByte() {
    a.say("10 0xF a  10.1.0.0/16 further");
    assertThat(me.subnets()).contains("a 10.1.0.0/16#10");
    assertThat(b.lines()).containsExactly("10 0xF a  10.1.0.0/16 further");
    assertThat(a.lines()).isEmpty();
    assertThat(me.effects.scripts)
        .containsExactly(
            "subnet-up {NODE=a, REMOTEADDRESS=192.0.2.1, REMOTEPORT=655, SUBNET=10.1.0.0/16,"
                + " WEIGHT=10}");
  }

  @Test
  void aSubnetOfAnUnreachableNodeIsKeptWithoutScript() {
    a.say("10 1 x 10.1.0.0/16");
    assertThat(me.subnets()).contains("x 10.1.0.0/16#10");
    assertThat(me.reaches("x")).isFalse();
    assertThat(b.lines()).hasSize(1);
    assertThat(me.effects.scripts).isEmpty();
  }

  @Test
  void aSubnetThatIsKnownGoesNoFurtherUnlessItsWeightDiffers() {
    a.say("10 1 a 10.1.0.0/16");
    b.lines();
    b.say("10 2 a 10.1.0.0/16#10");
    assertThat(a.lines()).isEmpty();
    a.say("10 3 a 10.1.0.0/16#11");
    assertThat(b.lines()).hasSize(1);
    assertThat(me.subnets()).contains("a 10.1.0.0/16#10", "a 10.1.0.0/16#11");
  }

  @Test
  void aSubnetWeDoNotHaveIsDeniedToTheOneWhoSaidSo() {
    a.say("10 1 me 10.7.0.0/16");
    assertThat(a.linesWithoutSalt()).containsExactly("11 me 10.7.0.0/16#10");
    assertThat(b.lines()).isEmpty();
    assertThat(me.subnets()).doesNotContain("me 10.7.0.0/16#10");
  }

  @Test
  void theEndOfASubnetThatWeHaveIsDeniedToTheOneWhoSaidSo() {
    a.say("11 1 me 10.0.0.0/24");
    assertThat(a.linesWithoutSalt()).containsExactly("10 me 10.0.0.0/24#10");
    assertThat(b.lines()).isEmpty();
    assertThat(me.subnets()).contains("me 10.0.0.0/24#10");
  }

  @Test
  void ourOwnSubnetSaidByAnotherIsNoNews() {
    a.say("10 1 me 10.0.0.0/24");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
  }

  @Test
  void theEndOfASubnetGoesOnAndRunsItsScriptFirst() {
    a.say("10 1 a 10.1.0.0/16", "11 2 a 10.1.0.0/16");
    assertThat(b.lines()).containsExactly("10 1 a 10.1.0.0/16", "11 2 a 10.1.0.0/16");
    assertThat(me.subnets()).doesNotContain("a 10.1.0.0/16#10");
    assertThat(me.effects.scripts).hasSize(2).last().asString().startsWith("subnet-down {NODE=a");
  }

  @Test
  void theEndOfWhatNobodyHasIsIgnored() {
    a.say("11 1 a 10.1.0.0/16", "11 2 nobody 10.1.0.0/16", "11 3 me 10.1.0.0/16");
    assertThat(a.lines()).isEmpty();
    assertThat(b.lines()).isEmpty();
    assertThat(me.knows("nobody")).isFalse();
  }

  @Test
  void subnetsOfANodeGoUpAndDownWithIt() {
    a.say("10 1 x 10.1.0.0/16", "10 2 x 10.2.0.0/16#3", "12 3 a x 192.0.2.9 655 c 7");
    a.say("12 4 x a 192.0.2.1 655 c 7");
    String address = ", REMOTEADDRESS=192.0.2.9, REMOTEPORT=655";
    assertThat(me.effects.scripts)
        .containsExactly(
            "host-up {NODE=x" + address + "}",
            "hosts/x-up {NODE=x" + address + "}",
            "subnet-up {NODE=x" + address + ", SUBNET=10.1.0.0/16, WEIGHT=10}",
            "subnet-up {NODE=x" + address + ", SUBNET=10.2.0.0/16, WEIGHT=3}");
    me.effects.scripts.clear();
    a.say("13 5 a x");
    assertThat(me.effects.scripts)
        .containsExactly(
            "host-down {NODE=x" + address + "}",
            "hosts/x-down {NODE=x" + address + "}",
            "subnet-down {NODE=x" + address + ", SUBNET=10.1.0.0/16, WEIGHT=10}",
            "subnet-down {NODE=x" + address + ", SUBNET=10.2.0.0/16, WEIGHT=3}");
  }

  @Test
  void scriptsGetAnIpv6AddressAsTincdWritesIt() {
    a.say("12 1 a x 2001:db8:0:0:0:0:0:9 655 c 7", "12 2 x a 192.0.2.1 655 c 7");
    assertThat(me.effects.scripts)
        .startsWith("host-up {NODE=x, REMOTEADDRESS=2001:db8::9, REMOTEPORT=655}");
  }

  @Test
  void ourSubnetsComeAndGoAtRunTime() {
    Subnet subnet = Subnet.parse("fec0::/64#-1");
    assertThat(me.engine.announce(subnet, me.nowNs)).isTrue();
    assertThat(me.engine.announce(subnet, me.nowNs)).isFalse();
    me.flush();
    assertThat(a.linesWithoutSalt()).containsExactly("10 me fec0:0:0:0:0:0:0:0/64#-1");
    assertThat(me.engine.withdraw(subnet, me.nowNs)).isTrue();
    assertThat(me.engine.withdraw(subnet, me.nowNs)).isFalse();
    me.flush();
    assertThat(a.linesWithoutSalt()).containsExactly("11 me fec0:0:0:0:0:0:0:0/64#-1");
    assertThat(me.subnets()).containsExactly("me 10.0.0.0/24#10");
    assertThat(me.effects.scripts)
        .containsExactly(
            "subnet-up {NODE=me, SUBNET=fec0:0:0:0:0:0:0:0/64, WEIGHT=-1}",
            "subnet-down {NODE=me, SUBNET=fec0:0:0:0:0:0:0:0/64, WEIGHT=-1}");
  }
}
