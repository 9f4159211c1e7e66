package io.github.tinc4j.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tinc4j.api.CloseReason;
import io.github.tinc4j.api.CloseReason.Kind;
import io.github.tinc4j.api.NodeName;
import io.github.tinc4j.api.config.AddressFamily;
import io.github.tinc4j.api.config.HostAddress;
import io.github.tinc4j.api.config.HostConfig;
import io.github.tinc4j.api.config.NodeConfig;
import io.github.tinc4j.core.event.ConnectionId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Connections that are kept up (spec 40, 5). */
class DiallingTest {

  private static final NodeName HUB = NodeName.of("hub");

  private EngineFixture me = new EngineFixture();

  private void begin(
      UnaryOperator<NodeConfig.Builder> settings, UnaryOperator<HostConfig.Builder> hub) {
    me = new EngineFixture(settings).knowing("hub", hub);
    me.engine.connect(HUB, me.nowNs);
    me.flush();
  }

  private void begin(String... addresses) {
    begin(
        config -> config,
        host -> {
          Arrays.stream(addresses).forEach(a -> host.address(new HostAddress(a, -1)));
          return host;
        });
  }

  private List<ConnectionId> dialled() {
    return List.copyOf(me.effects.connects.keySet());
  }

  private List<String> addressesDialled() {
    return me.effects.connects.values().stream()
        .map(a -> a.getAddress().getHostAddress() + " " + a.getPort())
        .toList();
  }

  private void refuse() {
    me.engine.disconnected(
        dialled().get(dialled().size() - 1),
        new CloseReason(Kind.CONNECT_FAILED, "refused"),
        me.nowNs);
    me.flush();
  }

  /** Refuses every attempt and tells how many seconds were between them. */
  private List<Long> pauses(int count) {
    List<Long> pauses = new ArrayList<>();
    long lastNs = me.nowNs;
    while (pauses.size() < count) {
      int before = dialled().size();
      refuse();
      lastNs = me.nowNs;
      while (dialled().size() == before) {
        me.advance(Duration.ofMillis(500));
      }
      pauses.add(Duration.ofNanos(me.nowNs - lastNs).toSeconds());
    }
    return pauses;
  }

  @Test
  void addressesAreTriedInOrderWithoutDelay() {
    begin("192.0.2.1", "192.0.2.2", "2001:db8::3");
    refuse();
    refuse();
    assertThat(addressesDialled())
        .containsExactly("192.0.2.1 655", "192.0.2.2 655", "2001:db8:0:0:0:0:0:3 655");
    refuse();
    assertThat(dialled()).hasSize(3);
    me.advance(Duration.ofSeconds(5));
    assertThat(addressesDialled()).hasSize(4).last().isEqualTo("192.0.2.1 655");
  }

  @Test
  void anAddressWithoutPortHasThatOfTheHost() {
    begin(config -> config, host -> host.port(1655).address(new HostAddress("192.0.2.1", -1)));
    assertThat(addressesDialled()).containsExactly("192.0.2.1 1655");
    begin(config -> config, host -> host.port(1655).address("192.0.2.1", 7));
    assertThat(addressesDialled()).containsExactly("192.0.2.1 7");
  }

  @Test
  void thePauseGrowsByFiveSecondsUpToMaxTimeout() {
    begin(
        config -> config.maxTimeout(Duration.ofSeconds(22)), host -> host.address("192.0.2.1", 1));
    assertThat(pauses(6)).containsExactly(5L, 10L, 15L, 20L, 22L, 22L);
  }

  @Test
  void thePauseIsNeverLessThanMinTimeout() {
    begin(
        config -> config.minTimeout(Duration.ofSeconds(12)), host -> host.address("192.0.2.1", 1));
    assertThat(pauses(3)).containsExactly(12L, 17L, 22L);
  }

  @Test
  void aNodeWithoutAddressOrHostIsLookedAtAgainAfterMaxTimeout() {
    begin();
    assertThat(dialled()).isEmpty();
    me.advance(Duration.ofSeconds(899));
    me.knowing("hub", host -> host.address("192.0.2.1", 655));
    assertThat(dialled()).isEmpty();
    me.advance(Duration.ofSeconds(1));
    assertThat(dialled()).hasSize(1);

    me.engine.connect(NodeName.of("unknown"), me.nowNs);
    me.advance(Duration.ofSeconds(1));
    assertThat(me.effects.connects.values()).allMatch(address -> address.getPort() == 655);
  }

  @Test
  void namesAreLookedUpWhenTheirTurnComesAndAllTheirAddressesTried() {
    begin("192.0.2.1", "hub.example", "gone.example", "192.0.2.9");
    assertThat(me.effects.lookups).isEmpty();
    refuse();
    assertThat(me.effects.lookups)
        .singleElement()
        .satisfies(lookup -> assertThat(lookup.host()).isEqualTo("hub.example"))
        .satisfies(lookup -> assertThat(lookup.port()).isEqualTo(655));
    assertThat(dialled()).hasSize(1);
    answerLookup(EngineFixture.address("192.0.2.5", 655), EngineFixture.address("192.0.2.6", 655));
    refuse();
    refuse();
    assertThat(me.effects.lookups).hasSize(2).last().extracting("host").isEqualTo("gone.example");
    answerLookup();
    assertThat(addressesDialled())
        .containsExactly("192.0.2.1 655", "192.0.2.5 655", "192.0.2.6 655", "192.0.2.9 655");
  }

  private void answerLookup(InetSocketAddress... addresses) {
    long lookup = me.effects.lookups.get(me.effects.lookups.size() - 1).lookup();
    me.engine.resolved(lookup, List.of(addresses), me.nowNs);
    me.engine.resolved(lookup, List.of(addresses), me.nowNs);
    me.engine.resolved(lookup + 99, List.of(addresses), me.nowNs);
    me.flush();
  }

  @Test
  void addressesOfTheOtherFamilyAreLeftOut() {
    begin(
        config -> config.addressFamily(AddressFamily.IPV6),
        host -> host.address("192.0.2.1", 1).address("2001:db8::1", 2));
    assertThat(addressesDialled()).containsExactly("2001:db8:0:0:0:0:0:1 2");
    begin(
        config -> config.addressFamily(AddressFamily.IPV4),
        host -> host.address("2001:db8::1", 2).address("192.0.2.1", 1));
    assertThat(addressesDialled()).containsExactly("192.0.2.1 1");
  }

  @Test
  void anAttemptWithoutAnswerIsGivenUpAfterPingTimeout() {
    begin("192.0.2.1", "192.0.2.2");
    me.advance(Duration.ofMillis(6100));
    assertThat(addressesDialled()).containsExactly("192.0.2.1 655", "192.0.2.2 655");
    assertThat(me.closeReasons()).containsExactly(Kind.CONNECT_FAILED);
    assertThat(me.effects.closed).containsExactly(dialled().get(0));
  }

  @Test
  void whoeverAnswersWithAnotherNameIsLeftForTheNextAddress() {
    begin("192.0.2.1", "192.0.2.2");
    RawPeer wrong = me.connected();
    assertThat(wrong.line()).isEqualTo("0 me 17");
    wrong.say("0 other 17");
    assertThat(me.closeReasons()).containsExactly(Kind.WRONG_NAME);
    assertThat(dialled()).hasSize(2);
  }

  @Test
  void theFirstPongMakesTheNextPauseShortAgain() {
    begin("192.0.2.1", "192.0.2.2");
    refuse();
    refuse();
    me.advance(Duration.ofSeconds(5));
    refuse();
    refuse();
    me.advance(Duration.ofSeconds(10));
    assertThat(dialled()).hasSize(5);
    RawPeer hub = me.connected();
    hub.authenticate("hub");
    me.advance(Duration.ofSeconds(61));
    assertThat(hub.lines()).contains("8");
    hub.say("9");
    hub.hangUp();
    assertThat(dialled()).as("not at once").hasSize(5);
    me.advance(Duration.ofMillis(4900));
    assertThat(dialled()).hasSize(5);
    me.advance(Duration.ofMillis(200));
    assertThat(addressesDialled()).hasSize(6).last().isEqualTo("192.0.2.1 655");
  }

  @Test
  void aConnectionLostBeforeItsFirstPongGoesOnWithTheNextAddressAtOnce() {
    begin("192.0.2.1", "192.0.2.2");
    RawPeer hub = me.connected();
    hub.authenticate("hub");
    hub.hangUp();
    assertThat(addressesDialled()).containsExactly("192.0.2.1 655", "192.0.2.2 655");
  }

  @Test
  void aNodeThatHasConnectedToUsIsNotDialled() {
    begin("192.0.2.1");
    refuse();
    RawPeer hub = me.active("hub");
    me.advance(Duration.ofSeconds(30));
    assertThat(dialled()).hasSize(1);
    hub.hangUp();
    me.advance(Duration.ofSeconds(11));
    assertThat(dialled()).hasSize(2);
  }

  @Test
  void aConnectionThatReplacesOursIsKeptUpInItsPlace() {
    begin("192.0.2.1");
    RawPeer ours = me.connected();
    ours.authenticate("hub");
    RawPeer theirs = me.active("hub");
    assertThat(ours.isClosed()).isTrue();
    me.advance(Duration.ofSeconds(30));
    assertThat(dialled()).as("no second attempt while theirs lives").hasSize(1);
    theirs.hangUp();
    me.advance(Duration.ofSeconds(6));
    assertThat(dialled()).hasSize(2);
  }

  @Test
  void theWeightCountsFromTheBeginningOfTheAttempt() {
    begin("192.0.2.1", "192.0.2.2");
    me.advance(Duration.ofSeconds(2));
    refuse();
    me.advance(Duration.ofMillis(100));
    RawPeer hub = me.connected();
    List<String> heard = new ArrayList<>();
    hub.toAck("hub", heard);
    assertThat(heard).containsExactly("4 655 2100 c");
  }

  @Test
  void aNodeThatIsNoLongerWantedIsNotDialledAgain() {
    begin("192.0.2.1", "192.0.2.2");
    me.engine.disconnect(HUB, me.nowNs);
    me.advance(Duration.ofMinutes(20));
    assertThat(dialled()).hasSize(1);
    assertThat(me.effects.closed).containsExactlyElementsOf(dialled());
  }

  @Test
  void weDoNotDialOurselves() {
    me.engine.connect(NodeName.of("me"), me.nowNs);
    me.advance(Duration.ofMinutes(20));
    assertThat(dialled()).isEmpty();
  }

  @Test
  void aStoppedNodeDialsNobody() {
    begin("192.0.2.1");
    refuse();
    me.engine.stop(me.nowNs);
    me.flush();
    me.advance(Duration.ofMinutes(20));
    assertThat(dialled()).hasSize(1);
  }
}
